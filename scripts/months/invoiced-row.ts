import { lastDayOf } from "@/sandbox/world/plain-dates";
import type { BilledDays } from "./prism-desk";

/** What an invoice says of a subscription: its rows, without an overlap. A month is named by its first day. */
export type InvoicedMonth = { month: string; rows: BilledDays[] };

/**
 * What invoices, oldest first, say of a day, written without the product's code: the row that covers it; after the
 * newest invoice its last row, when it reaches the month's end. null: nothing is held.
 */
export function invoicedRow(months: InvoicedMonth[], day: string): BilledDays | null {
  const newest = months.at(-1);
  if (!newest) return null;
  const covers = ({ from, to }: BilledDays) => from <= day && day <= to;
  const row =
    day <= lastDayOf(newest.month)
      ? months.findLast(({ rows }) => rows.some(covers))?.rows.find(covers)
      : lastRow(newest);
  return row && row.quantity !== "0" ? row : null;
}

/** The row that goes on after the month; undefined: nothing does. */
export function lastRow({ month, rows }: InvoicedMonth): BilledDays | undefined {
  const row = rows.at(-1);
  return row?.to === lastDayOf(month) ? row : undefined;
}
