import type { DecimalText, IsoDate } from "@/lib/values";
import { earlierEnd, later, nextDay } from "../calendar/dates";
import { canonical } from "../exact";
import type { PricingStrategy, Segment } from "../types";

/** What holds on a day; canonical decimals, null cost or price: not ours to compare. */
export type Values = { quantity: DecimalText; unitCost: DecimalText | null; unitPrice: DecimalText | null };

type Priced = { quantity: DecimalText; unitCost: DecimalText | null; unitPrice: DecimalText | null };

/** The values that the strategy owns, in canonical decimals. */
export function ownedValues(priced: Priced, strategy: PricingStrategy): Values {
  const { unitCost, unitPrice } = priced;
  return {
    quantity: canonical(priced.quantity),
    unitCost: strategy === "quantity_only" || unitCost === null ? null : canonical(unitCost),
    unitPrice: strategy !== "cost_and_retail" || unitPrice === null ? null : canonical(unitPrice),
  };
}

/** Steps in the order of their days become a timeline: no empty steps, adjacent equal ones merged. */
export function mergeSegments(steps: Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const step of steps) {
    if (step.quantity === "0") continue;
    const last = merged.at(-1);
    if (last && last.to !== null && nextDay(last.to) === step.from && sameValues(last, step)) {
      merged[merged.length - 1] = { ...last, to: step.to };
    } else merged.push(step);
  }
  return merged;
}

/** The part of a timeline from one day to another, both included; `to` null: no end. */
export function clipSegments(segments: Segment[], from: IsoDate, to: IsoDate | null): Segment[] {
  const clipped: Segment[] = [];
  for (const segment of segments) {
    const start = later(segment.from, from);
    const end = earlierEnd(segment.to, to);
    if (end === null || start <= end) clipped.push({ ...segment, from: start, to: end });
  }
  return clipped;
}

export function sameTimeline(a: Segment[], b: Segment[]): boolean {
  return (
    a.length === b.length &&
    a.every((step, i) => {
      const other = b[i];
      return (
        other !== undefined && step.from === other.from && step.to === other.to && sameValues(step, other)
      );
    })
  );
}

/** The step that holds on the day, if any. */
export function stepOn(segments: Segment[], day: IsoDate): Segment | null {
  return segments.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;
}

/** True when a line with `actual` values bills what `wanted` asks; a null in `wanted` is not compared. */
export function satisfies(actual: Values, wanted: Values): boolean {
  return (
    actual.quantity === wanted.quantity &&
    (wanted.unitCost === null || actual.unitCost === wanted.unitCost) &&
    (wanted.unitPrice === null || actual.unitPrice === wanted.unitPrice)
  );
}

function sameValues(a: Values, b: Values): boolean {
  return a.quantity === b.quantity && a.unitCost === b.unitCost && a.unitPrice === b.unitPrice;
}
