import type { IsoDate } from "@/lib/values";

/** Days from the end of the usage until its invoice is there, as a rule, while none was seen to come. */
export const usualInvoiceDelayDays = 10;

export type ExpectedInvoice = {
  /** First day of the usage that the next invoice is of. */
  from: IsoDate;
  /** The day by which it is there as a rule. */
  by: IsoDate;
  late: boolean;
};

/**
 * The invoice that follows the newest one, once its month is over: it is due, and late after its usual day. null: its
 * month still goes on, so nothing is missing. Dates are plain, both ends included. `usualDelayDays`: the longest that an
 * invoice of the program was seen to take; null: none was seen to come yet.
 */
export function expectedInvoice(
  newestPeriodEnd: IsoDate,
  today: IsoDate,
  usualDelayDays: number | null,
): ExpectedInvoice | null {
  const from = plusDays(newestPeriodEnd, 1);
  const to = plusDays(plusMonth(from), -1);
  if (today <= to) return null;
  const by = plusDays(to, usualDelayDays ?? usualInvoiceDelayDays);
  return { from, by, late: today > by };
}

function plusDays(date: IsoDate, days: number): IsoDate {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The same day of the next month, or its last one where it has no such day. */
function plusMonth(date: IsoDate): IsoDate {
  const at = new Date(`${date}T00:00:00Z`);
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + 2, 0);
  at.setUTCDate(Math.min(day, at.getUTCDate()));
  return at.toISOString().slice(0, 10);
}
