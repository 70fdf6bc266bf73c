import type { BillingCalendar } from "../calendar/boundary";
import { nextDay } from "../calendar/dates";
import type { Segment } from "../types";
import { mergeSegments, stepOn } from "./timeline";

/**
 * A PSA that does not prorate bills a line in full for each period that it touches. So each period gets what holds on
 * its first day, and later changes wait for the next period. `segments` must begin at or after the boundary.
 */
export function snapToPeriods(segments: Segment[], calendar: BillingCalendar): Segment[] {
  const last = segments.at(-1);
  if (last === undefined) return [];
  const settledBy = last.to === null ? last.from : nextDay(last.to);
  const snapped: Segment[] = [];
  let start = calendar.boundary;
  while (start < settledBy) {
    const { to } = calendar.periodOf(start);
    const held = stepOn(segments, start);
    if (held) snapped.push({ ...held, from: start, to });
    start = nextDay(to);
  }
  if (last.to === null) snapped.push({ ...last, from: start, to: null });
  return mergeSegments(snapped);
}
