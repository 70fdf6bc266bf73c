import type { BillingCalendar } from "../calendar/boundary";
import { dayBefore } from "../calendar/dates";
import { hold } from "../issues";
import type { PlanIssue, PricingStrategy, Segment, SubscriptionInput } from "../types";
import { closeTimeline } from "./close";
import type { Invoiced } from "./from-bills";
import { clipSegments, mergeSegments, ownedValues } from "./timeline";

type Remembered = Pick<SubscriptionInput, "confirmed" | "strategy" | "subscriptionActive">;

/** What is known of one subscription, as timelines. `before`: what the PSA bills from the boundary on. */
export type Known = {
  input: Remembered;
  calendar: BillingCalendar;
  invoiced: Invoiced | null;
  before: Segment[];
};

/**
 * What is wanted from the boundary on. Of the days before the bills nothing new is said: what was confirmed, else what
 * the PSA holds, stands. `disappeared`: why a person has to confirm the end.
 */
export function wantedTimeline({ input, calendar: { boundary }, invoiced, before }: Known): {
  exact: Segment[];
  disappeared: PlanIssue[];
} {
  const standing = standingTimeline(input, before);
  if (!invoiced) return { exact: mergeSegments(clipSegments(standing, boundary, null)), disappeared: [] };
  const psaGoesOn = before.some(({ to }) => to === null || to >= invoiced.from);
  const closed = closeTimeline(invoiced, input.subscriptionActive, psaGoesOn);
  const exact = mergeSegments([
    ...clipSegments(standing, boundary, dayBefore(invoiced.from)),
    ...clipSegments(closed.segments, boundary, null),
  ]);
  if (closed.kind === "closed") return { exact, disappeared: [] };
  const facts = { date: closed.lastDay, periodEnd: invoiced.periodEnd };
  return { exact, disappeared: [hold("subscription_disappeared", facts)] };
}

/** What was confirmed may begin after the boundary, when that was moved back: of earlier days it says nothing. */
function standingTimeline({ confirmed, strategy }: Remembered, before: Segment[]): Segment[] {
  const known = ownedSteps(confirmed ?? [], strategy);
  const [first] = known;
  if (first === undefined) return before;
  const earlier = before.filter(({ from }) => from < first.from);
  return [...clipSegments(earlier, earlier[0]?.from ?? first.from, dayBefore(first.from)), ...known];
}

export function ownedSteps(steps: Segment[], strategy: PricingStrategy): Segment[] {
  return steps.map(({ from, to, ...values }) => ({ from, to, ...ownedValues(values, strategy) }));
}
