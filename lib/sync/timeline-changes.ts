import { Temporal } from "temporal-polyfill";
import type { DecimalText, IsoDate } from "@/lib/values";

/** A step of a timeline: both ends included, `to` null is open. */
type Step = { from: IsoDate; to: IsoDate | null; value: DecimalText | null };

/** What differs on a range of days; null: there is no line on those days. */
export type StepChange = {
  from: IsoDate;
  to: IsoDate | null;
  before: DecimalText | null;
  after: DecimalText | null;
};

/**
 * The ranges of days on which two timelines differ, in order; days on which they agree are left out. Decimals are
 * compared as numbers would be, so "5" equals "5.00".
 */
export function timelineChanges(before: Step[], after: Step[]): StepChange[] {
  const changes: StepChange[] = [];
  for (const { from, to } of commonRanges([...before, ...after])) {
    const values = { before: valueOn(before, from), after: valueOn(after, from) };
    if (sameValue(values.before, values.after)) continue;
    const last = changes.at(-1);
    const joins = last?.to && dayAfter(last.to) === from;
    if (joins && sameValue(last.before, values.before) && sameValue(last.after, values.after)) last.to = to;
    else changes.push({ from, to, ...values });
  }
  return changes;
}

/** Cuts all days from the first one on where a step of either timeline begins or ends. */
function commonRanges(steps: Step[]): { from: IsoDate; to: IsoDate | null }[] {
  const starts = steps.flatMap(({ from, to }) => (to === null ? [from] : [from, dayAfter(to)]));
  const cuts = [...new Set(starts)].sort();
  return cuts.map((from, index) => {
    const next = cuts[index + 1];
    return { from, to: next === undefined ? null : dayBefore(next) };
  });
}

function valueOn(steps: Step[], day: IsoDate): DecimalText | null {
  return steps.find(({ from, to }) => from <= day && (to === null || day <= to))?.value ?? null;
}

function sameValue(a: DecimalText | null, b: DecimalText | null): boolean {
  return a === b || (a !== null && b !== null && withoutIdleZeros(a) === withoutIdleZeros(b));
}

function withoutIdleZeros(value: DecimalText): string {
  return value.includes(".") ? value.replace(/\.?0+$/, "") : value;
}

function dayAfter(day: IsoDate): IsoDate {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/** The day before a billing date, e.g. the last day of what ends with it. */
export function dayBefore(day: IsoDate): IsoDate {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
