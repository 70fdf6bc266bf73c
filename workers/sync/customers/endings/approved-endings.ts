import { isAsApproved, markPlan } from "../../plan/approved/plan-mark";
import { monthlyChange } from "../../plan/money/bill-change";
import type { Segment } from "../../plan/types";
import type { EarlierWork } from "../../run/earlier-work";
import type { ActiveRun } from "../../run/engine";
import type { ItemDraft } from "../../run/item-draft";

type EndWrites = { writes: unknown; before: Segment[]; after: Segment[] };

/** Says on an item that ends a line what is written for it, and what that comes to a month. Pure. */
export function markEnding(draft: ItemDraft, { writes, before, after }: EndWrites): ItemDraft {
  const { plan } = markPlan({ writes, after, itemId: null, sku: null });
  return { ...draft, item: { ...draft.item, plan, ...monthlyChange({ before, after }) } };
}

/** Whether a person has approved another end of the line than what is planned by now. */
export function hasEndMoved(run: ActiveRun, { item }: ItemDraft, earlier: EarlierWork): boolean {
  const approved = run.context.approved.get(item.key);
  if (approved === undefined || !item.plan) return false;
  const resumed = earlier.get(item.key)?.confirmed ?? false;
  return !isAsApproved({ plan: item.plan, ifNew: null }, approved, { resumed });
}

/** It waits with what was planned anew, or is written all the same where the person wanted that; either way it is said. */
export function sayEndMoved({ context }: ActiveRun, draft: ItemDraft): ItemDraft {
  const severity = context.run.plansAnew ? "warning" : "held";
  const issue = { code: "plan_moved", severity, facts: { product: draft.item.title } } as const;
  const held = severity === "held" && { outcome: "held" as const, reason: issue.code };
  return { ...draft, item: { ...draft.item, ...held }, issues: [issue, ...draft.issues] };
}
