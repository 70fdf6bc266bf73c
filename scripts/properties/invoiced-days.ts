import { lastDayOf } from "@/sandbox/world/plain-dates";
import type { BilledDays } from "../months/prism-desk";
import { type GeneratedSubscription, generatedMonths } from "./generated-customer";

/** Which months are invoiced: the first, or both. */
export type Phase = 0 | 1;

/**
 * What the invoices so far say of a day, written without the product's code: the row that covers it; after the newest
 * invoice its last row, when it reaches the month's end. null: nothing is held.
 */
export function invoicedOn(
  subscription: GeneratedSubscription,
  phase: Phase,
  day: string,
): BilledDays | null {
  const rows = subscription.months.slice(0, phase + 1).flat();
  const covering = rows.find(({ from, to }) => from <= day && day <= to);
  const end = lastDayOf(generatedMonths[phase]);
  const row = day <= end ? covering : lastRow(subscription, phase);
  return row && row.quantity !== "0" ? row : null;
}

/** PRISM calls a subscription active when it holds something at the end of the month. */
export function isActive(subscription: GeneratedSubscription, phase: Phase): boolean {
  return lastRow(subscription, phase) !== undefined;
}

function lastRow({ months }: GeneratedSubscription, phase: Phase): BilledDays | undefined {
  const row = months[phase].at(-1);
  return row?.to === lastDayOf(generatedMonths[phase]) ? row : undefined;
}
