import type { SourceInvoiceLine } from "../source";
import { parseDecimal } from "../wire/decimal-text";
import { parsePlainDate } from "../wire/plain-date";

/** The columns that we use, by name; a file may have others. */
export const invoiceColumns = [
  "SubscriptionId",
  "OfferName",
  "ChargeStartDate",
  "ChargeEndDate",
  "UnitPrice",
  "UnitPriceRrp",
  "Quantity",
  "BillableRatio",
  "SubTotal",
  "SubTotalRrp",
] as const;

export type InvoiceColumn = (typeof invoiceColumns)[number];
export type InvoiceRow = Readonly<Record<InvoiceColumn, string>>;

/** A field that does not hold what its column promises. */
export class BadField extends Error {
  constructor(column: InvoiceColumn, what: string) {
    super(`${column} is not ${what}`);
    this.name = "BadField";
  }
}

/** One row as an invoice line; throws BadField. Dates are taken as written. */
export function readInvoiceLine(row: InvoiceRow, lineNumber: number): SourceInvoiceLine {
  const number = (column: InvoiceColumn) => parseDecimal(row[column].trim()) ?? fail(column, "a number");
  const date = (column: InvoiceColumn) => parsePlainDate(row[column].trim()) ?? fail(column, "a date");
  const line = {
    lineNumber,
    subscriptionId: row.SubscriptionId.trim() || null,
    offerName: row.OfferName,
    chargeStart: date("ChargeStartDate"),
    chargeEnd: date("ChargeEndDate"),
    quantity: number("Quantity"),
    unitCost: number("UnitPrice"),
    unitPrice: number("UnitPriceRrp"),
    billableRatio: number("BillableRatio"),
    costAmount: number("SubTotal"),
    priceAmount: number("SubTotalRrp"),
  };
  if (line.chargeEnd < line.chargeStart) fail("ChargeEndDate", "on or after ChargeStartDate");
  return line;
}

function fail(column: InvoiceColumn, what: string): never {
  throw new BadField(column, what);
}
