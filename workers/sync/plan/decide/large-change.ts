import type { DecimalText, IsoDate } from "@/lib/values";
import { amountText, Exact } from "../exact";
import { hold } from "../issues";
import { alignTimelines } from "../timeline/align";
import type { GuardLimits, PlanIssue, Segment, SubscriptionBill } from "../types";
import { describeSteps } from "./hand-edits";

type Question = {
  /** What the PSA bills and what it shall, from the boundary on. */
  before: Segment[];
  after: Segment[];
  boundary: IsoDate;
  limits: GuardLimits;
  /** The newest bill's usage: what is decided of one invoice does not count for the next. */
  newest: SubscriptionBill | null;
  /** Last billed day as a person has confirmed it, so that the end after it is no question; null: none. */
  confirmedEnd: IsoDate | null;
  /** Unit cost of a day where the steps have none, the strategy leaving it to the PSA; null: unknown. */
  costOn: (day: IsoDate) => DecimalText | null;
};

type Change = { was: Exact; now: Exact /** Of a month's cost; null: unknown. */; cost: Exact | null };
type Excess = { field: keyof GuardLimits; limit: DecimalText };

/**
 * The newest days on which the change goes beyond a limit: of quantity, of partner cost a month, or of the quantity in
 * percent where there was one before. A new subscription counts from 0, an end down to 0. Every day counts, not only
 * the last: a wrong quantity in between is a wrong invoice, too. Where other days go beyond it by another change, all that is
 * wanted is told, so that nothing is approved unseen. null when all of it is within the limits.
 */
export function findLargeChange(question: Question): PlanIssue | null {
  const { before, after, boundary, limits, newest, confirmedEnd } = question;
  const found = alignTimelines([before, after], boundary, null).flatMap(({ from, steps }) => {
    const [was = null, now = null] = steps;
    if (now === null && confirmedEnd !== null && from > confirmedEnd) return [];
    const change = changeOf(was, now, question.costOn(from));
    const excess = findExcess(change, limits);
    return excess ? [{ ...excess, ...textsOf(change) }] : [];
  });
  const last = found.at(-1);
  if (!last) return null;
  const isOnlyOne = found.every(
    ({ was, now, amount }) => was === last.was && now === last.now && amount === last.amount,
  );
  return hold("large_change", {
    ...last,
    from: newest?.periodStart,
    to: newest?.periodEnd,
    wanted: isOnlyOne ? null : describeSteps(after),
  });
}

function textsOf({ was, now, cost }: Change) {
  return { was: was.toFixed(), now: now.toFixed(), amount: cost && amountText(cost) };
}

function changeOf(before: Segment | null, after: Segment | null, otherCost: DecimalText | null): Change {
  const [was, now] = [new Exact(before?.quantity ?? 0), new Exact(after?.quantity ?? 0)];
  const costOf = (step: Segment | null) => {
    if (!step) return new Exact(0);
    const unit = step.unitCost ?? otherCost;
    return unit === null ? null : new Exact(step.quantity).times(unit);
  };
  const [old, next] = [costOf(before), costOf(after)];
  return { was, now, cost: (old && next?.minus(old)) ?? null };
}

/** A change whose cost nobody knows is beyond every limit of money. */
function findExcess({ was, now, cost }: Change, { quantity, money, percent }: GuardLimits): Excess | null {
  const difference = now.minus(was).abs();
  if (quantity !== null && difference.gt(quantity)) return { field: "quantity", limit: String(quantity) };
  const unpriced = cost === null && !difference.isZero();
  if (money !== null && (unpriced || cost?.abs().gt(money))) return { field: "money", limit: money };
  const exceeds = percent !== null && was.gt(0) && difference.times(100).gt(was.times(percent));
  return exceeds ? { field: "percent", limit: String(percent) } : null;
}
