import type { SourceInvoice } from "../source";
import { readJson, unreadable } from "../wire/json";
import type { PrismClient } from "./client";
import { mapInvoice } from "./map";
import { invoicePageSchema } from "./schemas";

const pageSize = 100;

/**
 * Every invoice, newest period first. How PRISM pages its lists is assumed, so nothing is taken on trust: the list ends
 * where as many invoices were read as it says it has, or, where it gives no number, at an empty page. An invoice
 * that comes twice, a list that ends early and one that changes while it is read are `unreadable`, never short.
 */
export async function readInvoices(client: PrismClient): Promise<SourceInvoice[]> {
  const invoices = new Map<string, SourceInvoice>();
  let expected: number | null = null;
  for (let page = 1; ; page++) {
    const query = { page: String(page), pageSize: String(pageSize) };
    const answer = await client.get("api/v2/invoices", query);
    const { Records: records, TotalRecords: total } = readJson(invoicePageSchema, answer);
    if (page > 1 && total !== expected)
      throw unreadable(answer, "The list of invoices changed while it was read.");
    expected = total;
    for (const record of records) {
      const invoice = mapInvoice(record);
      if (invoices.has(invoice.invoiceId)) {
        throw unreadable(answer, `Invoice ${invoice.invoiceId} came twice in the list of invoices.`);
      }
      invoices.set(invoice.invoiceId, invoice);
    }
    const done = expected === null ? records.length === 0 : invoices.size === expected;
    if (done) return [...invoices.values()].sort(newestFirst);
    if (records.length === 0 || (expected !== null && invoices.size > expected)) {
      throw unreadable(answer, `PRISM has ${expected} invoices, but gave ${invoices.size}.`);
    }
  }
}

function newestFirst(a: SourceInvoice, b: SourceInvoice): number {
  return (
    b.periodStart.localeCompare(a.periodStart) ||
    b.periodEnd.localeCompare(a.periodEnd) ||
    a.invoiceId.localeCompare(b.invoiceId)
  );
}
