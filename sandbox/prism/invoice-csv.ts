import type { PrismInvoiceLineSeed, PrismInvoiceSeed } from "../world/seed";
import { utcOffset } from "./invoices";
import type { MalformedRow, PrismState } from "./state";

type Column = [name: string, value: (line: PrismInvoiceLineSeed, customerName: string) => string];

/** CustomerName and PurchaseOrder are not among the columns known to exist: readers must go by name. */
const columns: Column[] = [
  ["CustomerName", (_, customerName) => customerName],
  ["SubscriptionId", (line) => line.subscriptionId],
  ["OfferName", (line) => line.offerName],
  ["ChargeStartDate", (line) => instant(line.chargeStart)],
  ["ChargeEndDate", (line) => instant(line.chargeEnd)],
  ["UnitPrice", (line) => line.unitPrice],
  ["UnitPriceRrp", (line) => line.unitPriceRrp],
  ["Quantity", (line) => line.quantity],
  ["BillableRatio", (line) => line.billableRatio],
  ["SubTotal", (line) => line.subTotal],
  ["SubTotalRrp", (line) => line.subTotalRrp],
  ["PurchaseOrder", () => ""],
];

/** The invoice as a file by RFC 4180: a header row, then one row for each line. */
export function invoiceCsv(state: PrismState, invoice: PrismInvoiceSeed): string {
  const customerNames = new Map(
    state.seed.customers.flatMap((customer) =>
      customer.subscriptions.map((subscription) => [subscription.subscriptionId, customer.name] as const),
    ),
  );
  const malformed = state.invoiceEdits[invoice.invoiceId]?.malformedRow;
  const rows = invoice.lines.map((line, index) => {
    const fields = columns.map(([, value]) => value(line, customerNames.get(line.subscriptionId) ?? ""));
    return malformed?.row === index + 1 ? spoiled(fields, malformed.kind) : fields;
  });
  return [columns.map(([name]) => name), ...rows]
    .map((fields) => `${fields.map(quoted).join(",")}\r\n`)
    .join("");
}

function instant(date: string): string {
  return `${date}T00:00:00.0000000${utcOffset}`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function spoiled(fields: string[], kind: MalformedRow["kind"]): string[] {
  if (kind === "missing_field") return fields.slice(0, -2);
  const name = kind === "bad_number" ? "Quantity" : "ChargeStartDate";
  const text = kind === "bad_number" ? "twelve" : "2026-02-31T00:00";
  return fields.map((field, index) => (columns[index]?.[0] === name ? text : field));
}
