import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { nextDay } from "../calendar/dates";
import type { Segment } from "../types";

/**
 * The days on which one line may follow another: any, or only the first ones of the PSA's periods where it does not
 * prorate and so bills each line in full for every period that it touches.
 */
export type Cuts = { isCut(day: IsoDate): boolean; nextCut(day: IsoDate): IsoDate };

export function cutsOf({ boundary, prorates, periodOf }: BillingCalendar): Cuts {
  if (prorates) return { isCut: () => true, nextCut: nextDay };
  return {
    isCut: (day) => day === boundary || periodOf(day).from === day,
    nextCut: (day) => nextDay(periodOf(day).to),
  };
}

/** Whether so many lines can share the days of a gap. */
export function hasRoomFor(pieces: number, gap: Segment, { nextCut }: Cuts): boolean {
  let day = gap.from;
  for (let piece = 1; piece < pieces; piece++) {
    day = nextCut(day);
    if (gap.to !== null && day > gap.to) return false;
  }
  return true;
}

/** The cuts of a gap from its first day on; of an open one, `spare` more than reach `enough`. */
export function cutsIn(gap: Segment, { nextCut }: Cuts, enough: IsoDate, spare: number): IsoDate[] {
  const cuts: IsoDate[] = [];
  let left = spare;
  for (let day = gap.from; gap.to === null ? left > 0 : day <= gap.to; day = nextCut(day)) {
    cuts.push(day);
    if (day >= enough) left--;
  }
  return cuts;
}
