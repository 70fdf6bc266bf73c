import { markPlan } from "../../plan/approved/plan-mark";
import { monthlyChange, onceChange } from "../../plan/money/bill-change";
import type { Segment } from "../../plan/types";
import type { PlannedSubject } from "../plan-subject";

/** What is to be written for a subject, each write with what it changes; `before` and `after` are its timelines. */
export type SubjectWrites = { writes: unknown[]; before: Segment[]; after: Segment[] };

/** Says on the item what is to be written for it and what that comes to; without writes it stays as it is. Pure. */
export function markSubject(
  planned: PlannedSubject,
  { writes, before, after }: SubjectWrites,
): PlannedSubject {
  if (writes.length === 0) return planned;
  const { subject, draft } = planned;
  const { psaItemId: itemId, sku, kind } = subject;
  const mark = markPlan({ writes, after, itemId, sku });
  const change = kind === "licence" ? monthlyChange({ before, after }) : onceChange({ before, after });
  return { ...planned, mark, draft: { ...draft, item: { ...draft.item, plan: mark.plan, ...change } } };
}
