import { z } from "zod";
import { EditRefused } from "../http/service";
import { amountOf } from "../world/amounts";
import type { PrismInvoiceLineSeed, PrismInvoiceSeed } from "../world/seed";
import { parsedEdit } from "./edit";
import { totalOf } from "./invoices";
import { decimalText, invoiceLineSchema } from "./seed-schema";
import { malformedRowSchema, type PrismState, storedInvoices } from "./state";

const row = z.number().int().min(1);

/**
 * Rows are counted from 1 in the file as it was before the change, without its header. A changed line's sums follow
 * from it unless they are given; the invoice's total follows from the lines unless it is given (null: none at all).
 */
const invoiceEdit = z
  .strictObject({
    changeLines: z.array(invoiceLineSchema.partial().extend({ row })),
    removeRows: z.array(row),
    addLines: z.array(invoiceLineSchema),
    total: decimalText.nullable(),
    voided: z.boolean(),
    malformedRow: malformedRowSchema.nullable(),
  })
  .partial();

export function invoiceEntities(state: PrismState) {
  return storedInvoices(state).map(({ invoice, usageMonth, issued }) => ({
    id: invoice.invoiceId,
    usageMonth,
    issued,
    total: totalOf(state, invoice),
    voided: state.invoiceEdits[invoice.invoiceId]?.voided ?? false,
    malformedRow: state.invoiceEdits[invoice.invoiceId]?.malformedRow ?? null,
    ...invoice,
  }));
}

export function editInvoice(state: PrismState, id: string, change: unknown): void {
  const { changeLines = [], removeRows = [], addLines = [], ...marks } = parsedEdit(invoiceEdit, change);
  const invoice = storedInvoices(state).find((one) => one.invoice.invoiceId === id)?.invoice;
  if (!invoice) return;
  const lines = [...invoice.lines];
  for (const { row: number, ...fields } of changeLines) {
    lines[number - 1] = changedLine(lineAt(invoice, number), fields);
  }
  for (const number of removeRows) lineAt(invoice, number);
  const removed = new Set(removeRows);
  invoice.lines = [...lines.filter((_, index) => !removed.has(index + 1)), ...addLines];
  state.invoiceEdits[id] = { ...state.invoiceEdits[id], ...marks };
}

function lineAt(invoice: PrismInvoiceSeed, number: number): PrismInvoiceLineSeed {
  const line = invoice.lines[number - 1];
  if (!line)
    throw new EditRefused(400, `The invoice has ${invoice.lines.length} rows: there is no row ${number}.`);
  return line;
}

function changedLine(
  line: PrismInvoiceLineSeed,
  fields: Partial<PrismInvoiceLineSeed>,
): PrismInvoiceLineSeed {
  const changed = { ...line, ...fields };
  const { quantity, unitPrice, unitPriceRrp, billableRatio } = changed;
  return {
    ...changed,
    subTotal: fields.subTotal ?? amountOf(quantity, unitPrice, billableRatio),
    subTotalRrp: fields.subTotalRrp ?? amountOf(quantity, unitPriceRrp, billableRatio),
  };
}
