import { isAsApproved, markPlan } from "../plan/approved/plan-mark";
import type { EarlierWork } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { DraftIssue } from "../run/item-draft";
import type { PlannedProductItem } from "./plan-one-product";

/** Says on the item what is to be written or linked for it; where nothing is, it stays as it is. Pure. */
export function markProduct(planned: PlannedProductItem): PlannedProductItem {
  const { write, foundItemId, draft } = planned;
  if (!write && !foundItemId) return planned;
  const { after } = draft.item;
  // What a lost worker has made is only found by the next one, under another name perhaps: it costs the same.
  const prices = after && !Array.isArray(after) && { unitCost: after.unitCost, unitPrice: after.unitPrice };
  const { plan } = markPlan({ writes: { write, foundItemId }, after: prices, itemId: null, sku: null });
  return { ...planned, draft: { ...draft, item: { ...draft.item, plan } } };
}

/**
 * Where the run writes what a person has approved: a product for which something else would be written by now waits with
 * the new plan, or is written all the same where the person wanted that; either way it is said.
 */
export function asApproved(
  { context }: Pick<ActiveRun, "context">,
  planned: PlannedProductItem,
  earlier: EarlierWork,
): PlannedProductItem {
  const { item } = planned.draft;
  const approved = context.approved.get(item.key);
  if (approved === undefined || !item.plan) return planned;
  const resumed = earlier.get(item.key)?.confirmed ?? false;
  if (isAsApproved({ plan: item.plan, ifNew: null }, approved, { resumed })) return planned;
  return context.run.plansAnew ? withMoved(planned, "warning") : holdBack(withMoved(planned, "held"));
}

function withMoved(planned: PlannedProductItem, severity: "warning" | "held"): PlannedProductItem {
  const facts = { product: planned.product.name, from: "price_list" };
  const issue: DraftIssue = { code: "plan_moved", severity, facts };
  return { ...planned, draft: { ...planned.draft, issues: [issue, ...planned.draft.issues] } };
}

function holdBack(planned: PlannedProductItem): PlannedProductItem {
  const { draft } = planned;
  const item = { ...draft.item, outcome: "held" as const, reason: "plan_moved" };
  return { ...planned, draft: { ...draft, item }, write: null, isNew: false, foundItemId: null };
}
