import type { IsoDate } from "@/lib/values";
import { type BillingCalendar, billingCalendar } from "./calendar/boundary";
import { planCatchUp } from "./charges/plan-catch-up";
import { checkAgreement, checkInvoicedDays } from "./check-agreement";
import { type EditVerdict, judgeHandEdit } from "./decide/hand-edits";
import { findLargeChange } from "./decide/large-change";
import { canonical } from "./exact";
import { findPriceChanges, findPricesBelowCost } from "./find-warnings";
import { hold, warn } from "./issues";
import { checkOverlap, findDeletedLines, findForeignLines, severalLines } from "./lines/check-lines";
import { type SortedLines, sortLines } from "./lines/own-lines";
import { type LinesPlan, planLines } from "./lines/plan-lines";
import { findProrationDifference } from "./money/proration-difference";
import { readBills } from "./timeline/from-bills";
import { timelineFromLines } from "./timeline/from-lines";
import { snapToPeriods } from "./timeline/snap";
import { clipSegments, ownedValues, sameTimeline } from "./timeline/timeline";
import { type Known, wantedTimeline } from "./timeline/wanted";
import type { PlanIssue, Segment, SubscriptionInput, SubscriptionPlan } from "./types";

/**
 * What to write so that from the billing boundary on our lines bill what the subscription's bills say, with the fewest
 * writes; nothing before the boundary changes. Pure. An error issue forbids everything, a held one everything but for
 * `catch_up`, which is about other days. What persons have decided (`rules`) takes the place of the question.
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
  const { input, calendar, lines, before } = known;
  const { exact, disappeared, confirmedEnd } = wantedTimeline(known);
  const after = calendar.prorates ? exact : snapToPeriods(exact, calendar);
  const foreign = findForeignLines(lines, after, calendar.boundary).filter(
    ({ facts, ...issue }) =>
      facts.billable === "no" || input.rules.decide({ facts, ...issue })?.choice !== "keep",
  );
  const { kept, issues: warnings } = findWarnings(known, after);
  const issues = [...disappeared, ...foreign, ...warnings];
  const stopped = { ...stop(issues, calendar, before), after, confirmed: after };
  if (issues.some(({ severity }) => severity === "held")) return stopped;

  const planned = kept ? leaveLines(known) : planLines(after, { ...input, ...lines, calendar });
  if (!planned) return stop([severalLines(lines.billable), ...issues], calendar, before);
  const large = planned.actions.length > 0 ? findGuarded(known, after, confirmedEnd) : null;
  if (large) {
    const choice = input.rules.decide(large)?.choice;
    if (choice === "reject") return { ...stop([], calendar, before), kind: "rejected" };
    if (choice !== "approve") return { ...stopped, kind: "hold", issues: [large, ...issues] };
  }
  return planMoney({ ...known, exact, after, planned: { ...planned, kept }, issues });
}

type Planned = Timelines & {
  exact: Segment[];
  after: Segment[];
  planned: LinesPlan & { kept: boolean };
  issues: PlanIssue[];
};

/** Adds to what is written for the days to come what is owed for those before, and what proration leaves over. */
function planMoney({ exact, after, planned, issues: earlier, ...known }: Planned): SubscriptionPlan {
  const { input, calendar, lines, invoiced, before } = known;
  const { agreement, strategy } = input;
  const issues = [...earlier];
  const prorationDifference =
    invoiced && findProrationDifference(invoiced, planned.lines, calendar, strategy);
  if (!sameTimeline(exact, after)) {
    const { priceAmount: amount, costAmount } = prorationDifference ?? {};
    issues.push(warn("prorate_disabled", { name: agreement.name, amount, costAmount }));
  }
  const { decide } = input.rules;
  const {
    catchUp,
    charges,
    issues: asked,
  } = invoiced
    ? planCatchUp({ ...input, invoiced, own: lines.own, calendar, billingCodeId: null, decide })
    : { catchUp: null, charges: [], issues: [] };
  issues.push(...asked);
  if (asked.some(({ severity }) => severity === "error")) return stop(issues, calendar, before);
  return {
    kind: planned.actions.length + charges.length > 0 ? "change" : "unchanged",
    actions: planned.actions,
    charges,
    issues,
    boundary: calendar.boundary,
    before,
    after: planned.kept ? before : after,
    confirmed: after,
    catchUp,
    prorationDifference,
  };
}

/** Our lines as they stand. */
function leaveLines({ input, lines }: Timelines): LinesPlan {
  const standing = lines.billable.map((line) => ({
    from: line.from,
    to: line.to,
    ...ownedValues(line, input.strategy),
  }));
  return { actions: [], lines: standing };
}

function findWarnings(
  { input, calendar, lines, invoiced, before }: Timelines,
  after: Segment[],
): EditVerdict {
  const { confirmed, strategy, rules } = input;
  const { boundary } = calendar;
  const deleted = findDeletedLines(lines, after);
  const edit: EditVerdict =
    confirmed && deleted.length === 0
      ? judgeHandEdit({ confirmed, before, after, boundary, strategy, rules })
      : { kept: false, issues: [] };
  const changes = invoiced ? findPriceChanges(invoiced) : [];
  return { ...edit, issues: [...deleted, ...edit.issues, ...changes, ...findPricesBelowCost(after)] };
}

/** The guard rails, with the cost of the invoices' rows, else of our newest line, where the strategy has none. */
function findGuarded(
  { input, calendar, lines, invoiced, before }: Timelines,
  after: Segment[],
  confirmedEnd: IsoDate | null,
) {
  const rows = invoiced?.rows ?? [];
  return findLargeChange({
    before,
    after,
    boundary: calendar.boundary,
    limits: input.rules.guard,
    newest: input.bills.at(-1) ?? null,
    confirmedEnd,
    costOn: (day) =>
      (rows.findLast(({ step }) => step.from <= day) ?? rows[0])?.line.unitCost ??
      lines.own.at(-1)?.unitCost ??
      null,
  });
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
