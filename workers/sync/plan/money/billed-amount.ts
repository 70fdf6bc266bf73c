import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { countDays, earlier, earlierEnd, later, nextDay } from "../calendar/dates";
import { Exact, toCents } from "../exact";
import type { Segment } from "../types";

export type Days = { from: IsoDate; to: IsoDate };
export type PriceField = "unitCost" | "unitPrice";

/**
 * What the PSA bills by these lines for the days of `window`: for each line and period, quantity × price × days ÷ the
 * period's days, rounded half up to cents. A PSA that does not prorate bills the whole period that a line touches.
 * null when a line's price is unknown.
 */
export function billedAmount(
  lines: Segment[],
  window: Days,
  calendar: BillingCalendar,
  field: PriceField,
): Exact | null {
  let sum = new Exact(0);
  for (const line of lines) {
    if (line.quantity === "0") continue;
    const price = line[field];
    if (price === null) return null;
    const full = new Exact(line.quantity).times(price);
    for (const share of periodShares(line, window, calendar)) {
      const amount = share.days === share.of ? full : full.times(share.days).div(share.of);
      sum = sum.plus(toCents(amount));
    }
  }
  return sum;
}

/** For each period, how many of its days a line is billed for inside the window. */
function* periodShares(line: Segment, window: Days, calendar: BillingCalendar) {
  for (let day = window.from; day <= window.to; ) {
    const period = calendar.periodOf(day);
    const whole = { from: later(period.from, window.from), to: earlier(period.to, window.to) };
    const touched = overlap(line, calendar.prorates ? whole : period);
    const billed = touched && !calendar.prorates ? whole : touched;
    if (billed) yield { days: countDays(billed.from, billed.to), of: period.days };
    day = nextDay(period.to);
  }
}

function overlap(line: { from: IsoDate; to: IsoDate | null }, days: Days): Days | null {
  const from = later(line.from, days.from);
  const to = earlierEnd(line.to, days.to) ?? days.to;
  return from <= to ? { from, to } : null;
}
