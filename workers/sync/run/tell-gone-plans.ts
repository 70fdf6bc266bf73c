import type { ActiveRun } from "./engine";
import type { DraftIssue } from "./item-draft";

/** What was approved and is nothing to look at any more: its mapping has gone, no invoice names it, the price list lacks it. */
export function tellGonePlans(
  { context }: Pick<ActiveRun, "context">,
  seen: ReadonlySet<string>,
): DraftIssue[] {
  const gone = [...new Set([...context.approved.keys(), ...context.reversals.keys()])].filter(
    (key) => !seen.has(key),
  );
  if (gone.length === 0) return [];
  return [{ code: "plan_gone", severity: "warning", facts: { lines: String(gone.length) } }];
}
