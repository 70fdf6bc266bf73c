import type { IsoDate } from "@/lib/values";
import { Exact } from "../../exact";
import { alignTimelines } from "../../timeline/align";
import { mergeSegments } from "../../timeline/timeline";
import type { Segment } from "../../types";

/**
 * The sum of several timelines from one day to another. Its price and cost are those of the first timeline that names
 * one on the day: the others agree, or leave it to the PSA. A share may be negative, the sum is not.
 */
export function sumTimelines(timelines: Segment[][], from: IsoDate, to: IsoDate | null = null): Segment[] {
  const sums = alignTimelines(timelines, from, to).map(({ steps, ...days }) => {
    const held = steps.filter((step) => step !== null);
    const quantity = held.reduce((sum, step) => sum.plus(step.quantity), new Exact(0));
    const billed = held.filter((step) => new Exact(step.quantity).gt(0));
    return {
      ...days,
      quantity: Exact.max(0, quantity).toFixed(),
      unitCost: billed.find((step) => step.unitCost !== null)?.unitCost ?? null,
      unitPrice: billed.find((step) => step.unitPrice !== null)?.unitPrice ?? null,
    };
  });
  return mergeSegments(sums);
}

/** Whether two timelines name the same price and cost on every day that both have units. */
export function agreeInPrice(one: Segment[], other: Segment[]): boolean {
  return one.every((step) =>
    other.every(
      (beside) =>
        !shareDays(step, beside) ||
        (sameOrUnnamed(step.unitPrice, beside.unitPrice) && sameOrUnnamed(step.unitCost, beside.unitCost)),
    ),
  );
}

function shareDays(a: Segment, b: Segment): boolean {
  return (a.to === null || b.from <= a.to) && (b.to === null || a.from <= b.to);
}

function sameOrUnnamed(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}
