import { z } from "zod";
import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { addMonths, dayBefore, later } from "../calendar/dates";
import { hold } from "../issues";
import type { Decision, PlanIssue, PricingStrategy, Segment, SubscriptionInput } from "../types";
import { closeTimeline } from "./close";
import type { Invoiced } from "./from-bills";
import { clipSegments, mergeSegments, ownedValues } from "./timeline";

type Remembered = Pick<
  SubscriptionInput,
  "confirmed" | "strategy" | "subscriptionActive" | "rules" | "restore"
>;

/** What is known of one subscription, as timelines. `before`: what the PSA bills from the boundary on. */
export type Known = {
  input: Remembered;
  calendar: BillingCalendar;
  invoiced: Invoiced | null;
  before: Segment[];
};

export type Wanted = {
  exact: Segment[];
  disappeared: PlanIssue[];
  /** The last billed day that a person has confirmed; null: none. */
  confirmedEnd: IsoDate | null;
};

/**
 * What is wanted from the boundary on. Of the days before the bills nothing new is said: what was confirmed, else what
 * the PSA holds, stands. `disappeared`: why a person has to confirm the end; with their answer it is none any more, and
 * the timeline ends on the day that they gave, or goes on until an invoice says more.
 */
export function wantedTimeline(known: Known): Wanted {
  const { input, calendar, invoiced, before } = known;
  const { boundary } = calendar;
  const unasked = { disappeared: [], confirmedEnd: null };
  if (input.restore) {
    const earlier = ownedSteps(input.restore, input.strategy);
    return { ...unasked, exact: mergeSegments(clipSegments(earlier, boundary, null)) };
  }
  const standing = standingTimeline(input, before);
  if (!invoiced) return { ...unasked, exact: mergeSegments(clipSegments(standing, boundary, null)) };
  const psaGoesOn = before.some(({ to }) => to === null || to >= invoiced.from);
  const closed = closeTimeline(invoiced, input.subscriptionActive, psaGoesOn);
  const join = (spoken: Segment[]) =>
    mergeSegments([
      ...clipSegments(standing, boundary, dayBefore(invoiced.from)),
      ...clipSegments(spoken, boundary, null),
    ]);
  const exact = join(closed.segments);
  if (closed.kind === "closed") return { ...unasked, exact };
  const { lastDay } = closed;
  const issue = hold("subscription_disappeared", { date: lastDay, periodEnd: invoiced.periodEnd });
  const decision = input.rules.decide(issue);
  const end = decision ? answeredEnd(decision, lastDay, invoiced.periodEnd) : undefined;
  if (end === undefined) return { ...unasked, exact, disappeared: [issue] };
  const goesOn =
    closed.segments.length > 0 ? closed.segments : findGoingOn([standing, before], invoiced.from);
  return { ...unasked, exact: join(extendLast(goesOn, invoiced.from, end)), confirmedEnd: end };
}

/**
 * The last billed day as a person gave it, null for none, undefined where the answer says neither. Days that the
 * invoices charge are not given up, and no end lies more than a year ahead.
 */
function answeredEnd({ choice, details }: Decision, lastDay: IsoDate, periodEnd: IsoDate) {
  if (choice === "keep") return null;
  const date = z.iso.date().safeParse(details.date);
  if (choice !== "confirm_end" || !date.success || date.data > addMonths(periodEnd, 12)) return undefined;
  return later(date.data, lastDay);
}

/** Of several timelines the first that holds something on the day or later. */
function findGoingOn(timelines: Segment[][], day: IsoDate): Segment[] {
  return timelines.map((steps) => clipSegments(steps, day, null)).find((steps) => steps.length > 0) ?? [];
}

/** Steps from a day on, the last of them until `end`; where that comes before the day, nothing. */
function extendLast(steps: Segment[], day: IsoDate, end: IsoDate | null): Segment[] {
  const last = steps.at(-1);
  if (!last || (end !== null && end < day)) return [];
  return clipSegments([...steps.slice(0, -1), { ...last, to: end }], day, end);
}

/** What was confirmed may begin after the boundary, when that was moved back: of earlier days it says nothing. */
function standingTimeline({ confirmed, strategy }: Remembered, before: Segment[]): Segment[] {
  const known = ownedSteps(confirmed ?? [], strategy);
  const [first] = known;
  if (first === undefined) return before;
  const earlier = before.filter(({ from }) => from < first.from);
  return [...clipSegments(earlier, earlier[0]?.from ?? first.from, dayBefore(first.from)), ...known];
}

/** The steps without the prices that the strategy leaves to the PSA. */
export function ownedSteps(steps: Segment[], strategy: PricingStrategy): Segment[] {
  return steps.map(({ from, to, ...values }) => ({ from, to, ...ownedValues(values, strategy) }));
}
