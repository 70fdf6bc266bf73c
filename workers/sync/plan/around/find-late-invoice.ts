import type { IsoDate } from "@/lib/values";
import { addDays, addMonths, countDays, dayBefore, nextDay } from "../calendar/dates";
import { warn } from "../issues";
import type { PlanIssue } from "../types";

type Expectation = {
  /** Last usage day of the newest invoice. */
  newestPeriodEnd: IsoDate;
  today: IsoDate;
  /** Days from the end of the usage until its invoice is there, as a rule. */
  usualDelayDays: number;
};

/** A warning once the invoice of the month after the newest one has not come by its usual day. */
export function findLateInvoice({ newestPeriodEnd, today, usualDelayDays }: Expectation): PlanIssue | null {
  const from = nextDay(newestPeriodEnd);
  const to = dayBefore(addMonths(from, 1));
  const date = addDays(to, usualDelayDays);
  return today > date ? warn("invoice_late", { from, to, date }) : null;
}

/**
 * The longest delay of those seen, in days from the end of the usage to the day on which its invoice was first seen;
 * `unless` while none was.
 */
export function usualDelay(seen: { periodEnd: IsoDate; firstSeen: IsoDate }[], unless: number): number {
  if (seen.length === 0) return unless;
  return Math.max(0, ...seen.map(({ periodEnd, firstSeen }) => countDays(periodEnd, firstSeen) - 1));
}
