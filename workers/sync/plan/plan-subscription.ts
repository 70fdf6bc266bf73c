import { type BillingCalendar, billingCalendar } from "./calendar/boundary";
import { checkAgreement, checkInvoicedDays } from "./check-agreement";
import { canonical } from "./exact";
import { findDrift, findPriceChanges, findPricesBelowCost } from "./find-warnings";
import { hold, warn } from "./issues";
import { checkOverlap, findDeletedLines, findForeignLines, severalLines } from "./lines/check-lines";
import { type SortedLines, sortLines } from "./lines/own-lines";
import { planLines } from "./lines/plan-lines";
import { findCatchUp } from "./money/catch-up";
import { findProrationDifference } from "./money/proration-difference";
import { readBills } from "./timeline/from-bills";
import { timelineFromLines } from "./timeline/from-lines";
import { snapToPeriods } from "./timeline/snap";
import { clipSegments, sameTimeline } from "./timeline/timeline";
import { type Known, ownedSteps, wantedTimeline } from "./timeline/wanted";
import type { PlanIssue, Segment, SubscriptionInput, SubscriptionPlan } from "./types";

/**
 * What to write so that from the billing boundary on our lines bill what the subscription's bills say, with the fewest
 * writes; nothing before the boundary changes. Pure. An error issue forbids everything; of the held ones
 * `source_inconsistent`, `subscription_disappeared` and `existing_line` forbid writing, `catch_up` does not.
 * Throws only for a decimal or date that is none.
 */
export function planSubscription(input: SubscriptionInput): SubscriptionPlan {
  const { agreement, strategy } = input;
  const calendar = billingCalendar(agreement);
  if (agreement.status !== "active" && !hasCharges(input)) return stop([], calendar);
  const unfit = checkAgreement(agreement, strategy);
  if (!calendar || unfit.length > 0) return stop(unfit, calendar);
  const { boundary } = calendar;
  const lines = sortLines(input, boundary);
  const overlap = checkOverlap(lines, boundary);
  if (overlap.length > 0) return stop(overlap, calendar);
  const before = clipSegments(timelineFromLines(lines.open, strategy), boundary, null);
  const reading = readBills(input.bills, strategy);
  if (reading.kind === "inconsistent") {
    return stop([hold("source_inconsistent", { from: reading.from, to: reading.to })], calendar, before);
  }
  const invoiced = reading.kind === "read" ? reading.invoiced : null;
  const errors = invoiced ? checkInvoicedDays(agreement, invoiced, boundary) : [];
  if (errors.length > 0) return stop(errors, calendar, before);
  return planFromTimelines({ input, calendar, lines, invoiced, before });
}

type Timelines = Known & { input: SubscriptionInput; lines: SortedLines };

function planFromTimelines(known: Timelines): SubscriptionPlan {
  const { input, calendar, lines, invoiced, before } = known;
  const { agreement, strategy } = input;
  const { exact, disappeared } = wantedTimeline(known);
  const after = calendar.prorates ? exact : snapToPeriods(exact, calendar);
  const held = [...disappeared, ...findForeignLines(lines, after, calendar.boundary)];
  const issues = [...held, ...findWarnings(known, after)];
  if (held.length > 0) return { ...stop(issues, calendar, before), after, confirmed: after };

  const planned = planLines(after, { ...input, ...lines, calendar });
  if (!planned) return stop([severalLines(lines.billable), ...issues], calendar, before);
  const prorationDifference =
    invoiced && findProrationDifference(invoiced, planned.lines, calendar, strategy);
  if (!sameTimeline(exact, after)) {
    const { priceAmount: amount, costAmount } = prorationDifference ?? {};
    issues.push(warn("prorate_disabled", { name: agreement.name, amount, costAmount }));
  }
  const catchUp = invoiced && findCatchUp({ invoiced, own: lines.own, calendar, strategy });
  if (catchUp) {
    const { from, to, priceAmount: amount, costAmount } = catchUp;
    issues.push(hold("catch_up", { from, to, amount, costAmount }));
  }
  return {
    kind: planned.actions.length > 0 ? "change" : "unchanged",
    actions: planned.actions,
    charges: [],
    issues,
    boundary: calendar.boundary,
    before,
    after,
    confirmed: after,
    catchUp,
    prorationDifference,
  };
}

function findWarnings(
  { input, calendar, lines, invoiced, before }: Timelines,
  after: Segment[],
): PlanIssue[] {
  const deleted = findDeletedLines(lines, after);
  const drift =
    input.confirmed && deleted.length === 0
      ? findDrift(ownedSteps(input.confirmed, input.strategy), before, after, calendar.boundary)
      : [];
  const changes = invoiced ? findPriceChanges(invoiced) : [];
  return [...deleted, ...drift, ...changes, ...findPricesBelowCost(after)];
}

function hasCharges(input: SubscriptionInput): boolean {
  return input.bills.some((bill) => bill.lines.some((line) => canonical(line.quantity) !== "0"));
}

/** A plan that writes nothing, for the reasons given. */
function stop(
  issues: PlanIssue[],
  calendar: BillingCalendar | null,
  before: Segment[] = [],
): SubscriptionPlan {
  const kind = issues.some((issue) => issue.severity === "error")
    ? "fail"
    : issues.length > 0
      ? "hold"
      : "unchanged";
  return {
    kind,
    actions: [],
    charges: [],
    issues,
    boundary: calendar?.boundary ?? null,
    before,
    after: before,
    confirmed: before,
    catchUp: null,
    prorationDifference: null,
  };
}
