import type { SandboxResponse } from "../http/service";
import { sumOf } from "../world/amounts";
import type { PrismInvoiceSeed } from "../world/seed";
import { badRequest, json } from "./answers";
import { decimal } from "./json";
import { type PrismState, storedInvoices } from "./state";

const defaultPageSize = 50;
const largestPageSize = 500;

/** Brisbane's offset all year: whoever turns it into universal time lands on the day before. */
export const utcOffset = "+10:00";

/** The total that the list gives: the sum of the lines unless a person has set another; null: none is given. */
export function totalOf(state: PrismState, invoice: PrismInvoiceSeed): string | null {
  const edited = state.invoiceEdits[invoice.invoiceId]?.total;
  return edited === undefined ? sumOf(invoice.lines.map((line) => line.subTotal)) : edited;
}

/** Issued invoices, newest period first. */
export function answerInvoices(state: PrismState, query: URLSearchParams): SandboxResponse {
  const page = Number(query.get("page") ?? 1);
  const pageSize = Number(query.get("pageSize") ?? defaultPageSize);
  if (!Number.isInteger(page) || page < 1) return badRequest("page must be a whole number from 1.");
  if (!Number.isInteger(pageSize) || pageSize < 1)
    return badRequest("pageSize must be a whole number from 1.");

  const size = Math.min(pageSize, largestPageSize);
  const shown = storedInvoices(state)
    .filter(({ issued, invoice }) => issued && !state.invoiceEdits[invoice.invoiceId]?.voided)
    .reverse();
  return json({
    Page: page,
    PageSize: size,
    TotalRecords: shown.length,
    Records: shown.slice((page - 1) * size, page * size).map(({ invoice }) => invoiceRecord(state, invoice)),
  });
}

function invoiceRecord(state: PrismState, invoice: PrismInvoiceSeed) {
  const agreement = state.seed.contractAgreements.find((one) => one.id === invoice.contractAgreementId);
  const total = totalOf(state, invoice);
  return {
    InvoiceId: invoice.invoiceId,
    ProgramName: agreement?.programName ?? null,
    BillingPeriodStart: `${invoice.periodStart}T00:00:00${utcOffset}`,
    BillingPeriodEnd: `${invoice.periodEnd}T00:00:00${utcOffset}`,
    ContractAgreementId: invoice.contractAgreementId,
    Total: total === null ? undefined : decimal(total),
    Currency: agreement?.currency ?? state.seed.currency,
  };
}
