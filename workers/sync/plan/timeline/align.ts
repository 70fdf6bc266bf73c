import type { IsoDate } from "@/lib/values";
import { dayBefore, nextDay } from "../calendar/dates";
import type { Segment } from "../types";
import { stepOn } from "./timeline";

/** Days on which each of several timelines holds one value; `steps` in the order of the timelines. */
export type AlignedRun = { from: IsoDate; to: IsoDate | null; steps: (Segment | null)[] };

/** Cuts several timelines at each other's steps, from one day to another (null: no end). */
export function alignTimelines(timelines: Segment[][], from: IsoDate, to: IsoDate | null): AlignedRun[] {
  const starts = new Set([from]);
  for (const segment of timelines.flat()) {
    starts.add(segment.from);
    if (segment.to !== null) starts.add(nextDay(segment.to));
  }
  const inside = [...starts].filter((day) => day >= from && (to === null || day <= to)).sort();
  return inside.map((day, i) => {
    const next = inside[i + 1];
    return {
      from: day,
      to: next === undefined ? to : dayBefore(next),
      steps: timelines.map((segments) => stepOn(segments, day)),
    };
  });
}
