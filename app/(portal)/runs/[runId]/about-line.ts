import type { RunItemRow } from "@/db/queries/portal/list-run-items";

/** Read out after a button's words: of fifty that say "Retry", a list of buttons tells which is whose. */
export function aboutLine({ title, customerName }: Pick<RunItemRow, "title" | "customerName">): string {
  return `for ${[title, customerName].filter((name) => name !== null && name !== "").join(", ")}`;
}
