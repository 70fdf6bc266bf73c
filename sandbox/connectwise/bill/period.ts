import { Temporal } from "temporal-polyfill";
import type { Agreement } from "../schema/agreement";
import type { BillingCycle } from "../schema/setup";
import type { Site } from "../site";

/** Both ends included, YYYY-MM-DD. */
export type Period = { start: string; end: string };

const lengths: Readonly<Record<BillingCycle["billingOptions"], Temporal.DurationLike | null>> = {
  Weekly: { weeks: 1 },
  BiWeekly: { weeks: 2 },
  Monthly: { months: 1 },
  BiMonthly: { months: 2 },
  Quarterly: { months: 3 },
  SemiAnnual: { months: 6 },
  Yearly: { years: 1 },
  NotRecurring: null,
};

/** A date-time at midnight UTC as its plain date. */
export const dayOf = (dateTime: string): string => dateTime.slice(0, 10);

export const midnightOf = (day: string): string => `${day}T00:00:00Z`;

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from start to end, both counted; 0 when the end comes first. */
export function countDays({ start, end }: Period): number {
  return Math.max(Temporal.PlainDate.from(start).until(Temporal.PlainDate.from(end)).days + 1, 0);
}

/** The agreement's cycle, or the reason why it has none that can be billed. */
function cycleOf(site: Site, agreement: Agreement): { length: Temporal.DurationLike } | { reason: string } {
  const cycle = agreement.billingCycle && site.tables.billingCycles.get(agreement.billingCycle.id);
  if (!cycle) return { reason: "it has no billing cycle" };
  const length = lengths[cycle.billingOptions];
  return length ? { length } : { reason: `its billing cycle ${cycle.name} does not recur` };
}

export type NextPeriod = {
  period: Period /** nextInvoiceDate once this period is billed. */;
  nextDue: string;
};

/**
 * The period that the next invoice of the agreement covers, or the reason why there is none. Current is billed in
 * arrears: the cycle that ends the day before nextInvoiceDate. Future is billed in advance: the one that starts on it.
 */
export function nextPeriod(site: Site, agreement: Agreement): NextPeriod | { reason: string } {
  if (!agreement.nextInvoiceDate) return { reason: "it has no nextInvoiceDate" };
  const cycle = cycleOf(site, agreement);
  if ("reason" in cycle) return cycle;
  const due = Temporal.PlainDate.from(dayOf(agreement.nextInvoiceDate));
  const nextDue = due.add(cycle.length);
  const between = (start: Temporal.PlainDate, after: Temporal.PlainDate): NextPeriod => ({
    period: { start: start.toString(), end: after.subtract({ days: 1 }).toString() },
    nextDue: nextDue.toString(),
  });
  if (agreement.periodType === "Current") return between(due.subtract(cycle.length), due);
  if (agreement.periodType === "Future") return between(due, nextDue);
  return { reason: `its periodType is ${agreement.periodType ?? "absent"}` };
}

/** The first day that has not been invoiced yet; null when the agreement does not tell. */
export function firstOpenDay(site: Site, agreement: Agreement): string | null {
  const next = nextPeriod(site, agreement);
  return "reason" in next ? null : next.period.start;
}
