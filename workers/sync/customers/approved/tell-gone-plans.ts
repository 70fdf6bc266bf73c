import type { ActiveRun } from "../../run/engine";
import type { DraftIssue } from "../../run/item-draft";
import type { CustomersWork } from "../customers-work";

/** What was approved and is nothing to look at any more: its mapping has gone, or no invoice names it. */
export function tellGonePlans(
  { context }: Pick<ActiveRun, "context">,
  { seen, earlier }: Pick<CustomersWork, "seen" | "earlier">,
): DraftIssue[] {
  const gone = [...new Set([...context.approved.keys(), ...context.reversals.keys()])].filter(
    (key) => !seen.has(key) && !earlier.has(key),
  );
  if (gone.length === 0) return [];
  return [{ code: "plan_gone", severity: "warning", facts: { lines: String(gone.length) } }];
}
