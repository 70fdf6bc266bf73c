import type { IsoDate } from "@/lib/values";
import type { PsaAgreement } from "@/workers/connectors/psa";
import type { BillingCalendar } from "../calendar/boundary";
import { earlierEnd, later, nextDay } from "../calendar/dates";

export type ChargeDays = { from: IsoDate; to: IsoDate };

/**
 * The billing period that bears a charge for usage that begins on a day: its own where the PSA has not invoiced it
 * yet, else the one that the boundary opens. It is a whole one, since a PSA that prorates would bill only its share of
 * the amount; where the boundary lies inside a period, the next. A PSA that posts by hand bills a charge on its date.
 */
export function chargePeriod(
  calendar: BillingCalendar,
  { billed }: PsaAgreement,
  usageStart: IsoDate,
): ChargeDays {
  const day = later(usageStart, calendar.boundary);
  const { from, to } = calendar.periodOf(day);
  if (billed === "as_posted") return { from: day, to };
  if (from >= calendar.boundary) return { from, to };
  const next = calendar.periodOf(nextDay(to));
  return { from: next.from, to: next.to };
}

/** The days of a charge on an agreement that is billed once: those that the invoice charges, as far as it runs. */
export function onceBilledDays(agreement: PsaAgreement, charged: ChargeDays): ChargeDays {
  const from = later(charged.from, agreement.billStartDate ?? agreement.startDate ?? charged.from);
  return { from, to: later(from, earlierEnd(agreement.endDate, charged.to) ?? charged.to) };
}
