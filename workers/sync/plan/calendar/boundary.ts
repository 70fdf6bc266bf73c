import type { IsoDate } from "@/lib/values";
import type { PsaAgreement } from "@/workers/connectors/psa";
import { addMonths, countDays, countMonths, dayBefore, later } from "./dates";

/** One billing period of the PSA, both ends included. */
export type BillingPeriod = { from: IsoDate; to: IsoDate; days: number };

/** How an agreement steps through its billing periods. */
export type BillingCalendar = {
  /** First day that the PSA has not invoiced yet. */
  boundary: IsoDate;
  prorates: boolean;
  periodOf(day: IsoDate): BillingPeriod;
};

/**
 * First day that the PSA has not invoiced yet: `nextInvoiceDate` for an agreement billed in advance, one cycle before
 * it for one billed in arrears, but never before billing starts at all. null when the agreement does not say.
 */
export function billingBoundary(agreement: PsaAgreement): IsoDate | null {
  return billingCalendar(agreement)?.boundary ?? null;
}

/**
 * null when the agreement lacks what its periods depend on (see `missingForBilling`). Periods that are posted by hand
 * step from the start whatever was posted.
 */
export function billingCalendar(agreement: PsaAgreement): BillingCalendar | null {
  const { nextInvoiceDate, billed, cycleMonths } = agreement;
  if (nextInvoiceDate === null || billed === null || !isWholeCycle(cycleMonths)) return null;
  const start = billingStart(agreement);
  const asPosted = billed === "as_posted";
  const stepsFromStart = start !== null && (asPosted || isOnGrid(nextInvoiceDate, start, cycleMonths));
  const anchor = stepsFromStart ? start : nextInvoiceDate;
  const startOf = (index: number) => addMonths(anchor, index * cycleMonths);
  const next = indexOf(nextInvoiceDate, anchor, cycleMonths);
  const uninvoiced = asPosted ? nextInvoiceDate : startOf(billed === "in_arrears" ? next - 1 : next);
  return {
    boundary: start === null ? uninvoiced : later(uninvoiced, start),
    prorates: agreement.prorates,
    periodOf(day) {
      const index = indexOf(day, anchor, cycleMonths);
      const from = startOf(index);
      const to = dayBefore(startOf(index + 1));
      return { from, to, days: countDays(from, to) };
    },
  };
}

/** First day that the PSA bills at all. */
export function billingStart(agreement: PsaAgreement): IsoDate | null {
  return agreement.billStartDate ?? agreement.startDate;
}

/** The names of the fields without which nobody can say what the PSA has invoiced. */
export function missingForBilling(agreement: PsaAgreement): string[] {
  const missing = [];
  if (agreement.billed === null) missing.push("billed");
  if (!isWholeCycle(agreement.cycleMonths)) missing.push("cycleMonths");
  if (agreement.nextInvoiceDate === null) missing.push("nextInvoiceDate");
  return missing;
}

function isWholeCycle(months: number | null): months is number {
  return months !== null && Number.isInteger(months) && months > 0;
}

/**
 * An agreement that starts on the 31st is next invoiced on 28 February: only its start tells that the period before
 * began on 31 January. A next invoice date off that grid was set by a person and begins a grid of its own.
 */
function isOnGrid(date: IsoDate, anchor: IsoDate, cycleMonths: number): boolean {
  const months = countMonths(anchor, date);
  return months % cycleMonths === 0 && addMonths(anchor, months) === date;
}

/** Which period, counted from the anchor's, holds the day. */
function indexOf(day: IsoDate, anchor: IsoDate, cycleMonths: number): number {
  const index = Math.floor(countMonths(anchor, day) / cycleMonths);
  return addMonths(anchor, index * cycleMonths) > day ? index - 1 : index;
}
