import type { Reversal } from "@/db/schema";
import type { PsaAgreement } from "@/workers/connectors/psa";
import { billingBoundary } from "../../plan/calendar/boundary";
import { dayBefore, nextDay } from "../../plan/calendar/dates";
import { usageMonthOf } from "../../plan/charges/reference";
import { warn } from "../../plan/issues";
import { clipSegments, sameTimeline } from "../../plan/timeline/timeline";
import type { PlanIssue, PlanRules, Segment } from "../../plan/types";
import type { Subject } from "../subject";

/** The subject as what stands again once a change is reversed, instead of what its invoices say. */
export function restoreSubject(subject: Subject, reversal: Reversal | undefined): Subject {
  if (!reversal) return subject;
  return {
    ...subject,
    reversal,
    bills: [],
    planned: [],
    costAmount: "0",
    priceAmount: "0",
    // What it charges takes back what was charged, however long that is settled.
    confirmedBefore: false,
  };
}

/** The last day that bills as the invoices say once the change is reversed; null: all of them do, or nobody can tell. */
export function confirmedAfter({ before, after, charges = [] }: Reversal): string | null {
  const days = [...before, ...after].flatMap(({ from, to }) => (to === null ? [from] : [from, nextDay(to)]));
  const firstChanged = days.sort().find((day) => !sameOn(day, before, after));
  const months = charges.flatMap((reference) => usageMonthOf(reference) ?? []);
  const [first] = [firstChanged, ...months].filter((day) => day !== undefined).sort();
  return first === undefined ? null : dayBefore(first);
}

function sameOn(day: string, before: Segment[], after: Segment[]): boolean {
  return sameTimeline(clipSegments(before, day, day), clipSegments(after, day, day));
}

/** A person has seen the reversal: limits do not ask once more, and an edit by hand does not keep it from being made. */
export function rulesOfReversal(rules: PlanRules): PlanRules {
  return { ...rules, guard: { quantity: null, money: null, percent: null }, handEdits: "overwrite" };
}

/** The days that the PSA has invoiced as the change had made them: they stay, and it is said. */
export function tellBilledDays({ reversal, productName }: Subject, agreement: PsaAgreement): PlanIssue[] {
  const boundary = billingBoundary(agreement);
  const first = [reversal?.before[0]?.from, reversal?.after[0]?.from]
    .filter((day) => day !== undefined)
    .sort()[0];
  if (!reversal || !boundary || !first || first >= boundary) return [];
  const to = dayBefore(boundary);
  const [was, is] = [reversal.before, reversal.after].map((steps) => clipSegments(steps, first, to));
  if (!was || !is || sameTimeline(was, is)) return [];
  return [warn("reversal_partly_billed", { product: productName, from: first, to })];
}
