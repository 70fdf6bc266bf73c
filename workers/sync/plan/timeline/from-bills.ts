import type { IsoDate } from "@/lib/values";
import { earlier, later } from "../calendar/dates";
import type { ChargeLine, PricingStrategy, Segment, SubscriptionBill } from "../types";
import { mergeSegments, ownedValues } from "./timeline";

/** A row of an invoice as a step, with the row itself for its amounts. */
export type InvoicedRow = { step: Segment & { to: IsoDate }; line: ChargeLine };

/** What the bills of one subscription say of the days that they cover. */
export type Invoiced = {
  /** First and last day of which the bills speak. */
  from: IsoDate;
  to: IsoDate;
  /** Last day of the newest bill's period. */
  periodEnd: IsoDate;
  periodStarts: Set<IsoDate>;
  rows: InvoicedRow[];
  /** Ends with the last row; nothing is carried forward yet. */
  segments: Segment[];
};

export type BillsReading =
  | { kind: "read"; invoiced: Invoiced }
  | { kind: "nothing" }
  | { kind: "inconsistent"; from: IsoDate; to: IsoDate };

/**
 * Rows in the order of their days become steps with the row's quantity. Rows that share a day, end before they start
 * or have a negative quantity are inconsistent: nobody knows which quantity is meant.
 */
export function readBills(bills: SubscriptionBill[], strategy: PricingStrategy): BillsReading {
  const [first] = bills;
  if (first === undefined) return { kind: "nothing" };
  const rows = bills
    .flatMap((bill) => bill.lines)
    .map((line) => ({ line, step: toStep(line, strategy) }))
    .sort((a, b) => (a.step.from < b.step.from ? -1 : 1));
  const conflict = findConflict(rows);
  if (conflict) return { kind: "inconsistent", ...conflict };

  const invoiced: Invoiced = {
    from: first.periodStart,
    to: first.periodEnd,
    periodEnd: first.periodEnd,
    periodStarts: new Set(bills.map((bill) => bill.periodStart)),
    rows,
    segments: mergeSegments(rows.map((row) => row.step)),
  };
  for (const bill of bills) {
    invoiced.from = earlier(invoiced.from, bill.periodStart);
    invoiced.periodEnd = later(invoiced.periodEnd, bill.periodEnd);
  }
  invoiced.to = invoiced.periodEnd;
  for (const { step } of rows) {
    invoiced.from = earlier(invoiced.from, step.from);
    invoiced.to = later(invoiced.to, step.to);
  }
  return { kind: "read", invoiced };
}

function toStep(line: ChargeLine, strategy: PricingStrategy): InvoicedRow["step"] {
  return { from: line.chargeStart, to: line.chargeEnd, ...ownedValues(line, strategy) };
}

function findConflict(rows: InvoicedRow[]): { from: IsoDate; to: IsoDate } | null {
  let last: InvoicedRow | null = null;
  for (const row of rows) {
    const { from, to, quantity } = row.step;
    if (from > to || quantity.startsWith("-")) return { from, to };
    if (last && from <= last.step.to) return { from, to: earlier(to, last.step.to) };
    last = row;
  }
  return null;
}
