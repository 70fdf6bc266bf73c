import { invoicedRow, lastRow } from "../months/invoiced-row";
import type { BilledDays } from "../months/prism-desk";
import { type GeneratedSubscription, generatedMonths } from "./generated-customer";

/** Which months are invoiced: the first, or both. */
export type Phase = 0 | 1;

/** What the invoices so far say of a day of a generated subscription. null: nothing is held. */
export function invoicedOn(
  subscription: GeneratedSubscription,
  phase: Phase,
  day: string,
): BilledDays | null {
  const months = generatedMonths.map((month, i) => ({ month, rows: subscription.months[i] ?? [] }));
  return invoicedRow(months.slice(0, phase + 1), day);
}

/** PRISM calls a subscription active when it holds something at the end of the month. */
export function isActive({ months }: GeneratedSubscription, phase: Phase): boolean {
  return lastRow({ month: generatedMonths[phase], rows: months[phase] }) !== undefined;
}
