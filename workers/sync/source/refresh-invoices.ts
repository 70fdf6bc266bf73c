import { InvoiceDoesNotTie, type InvoiceHeader, recordInvoice } from "@/db/commands/source/record-invoice";
import { recordTenants } from "@/db/commands/source/record-tenants";
import { manyRows, refreshStatistics } from "@/db/commands/source/refresh-statistics";
import { voidInvoices } from "@/db/commands/source/void-invoices";
import { findFirstBeginning, listKnownInvoices } from "@/db/queries/runs/known-invoices";
import type { SourceInvoice, SourceTenant } from "@/workers/connectors/source";
import { sameValue } from "../plan/exact";
import type { ActiveRun } from "../run/engine";
import type { DraftIssue } from "../run/item-draft";
import { RunProblem } from "../run/run-problem";

export type RefreshedInvoices = { issues: DraftIssue[] };

/** ISO 4217's code for "no currency": PRISM named none. */
const noCurrency = "XXX";

/**
 * Brings the program's invoices up to date: new ones and changed ones are fetched whole, oldest first; the newest
 * of each contract agreement is fetched again when `again`. Throws ApiError of the source, and RunProblem when an
 * invoice's lines do not add up: then nothing of it was kept.
 */
export async function refreshInvoices(
  run: ActiveRun,
  options: { again: boolean },
): Promise<RefreshedInvoices> {
  const { context, engine, source } = run;
  const of = { orgId: context.programSync.orgId, programId: context.program.id };
  const listed = (await source.invoices()).filter((invoice) => invoice.programName === context.program.name);
  const known = await listKnownInvoices(engine.db, of);
  // An empty list is not news of a dozen voided invoices: nothing is concluded from it.
  if (listed.length === 0 && known.length > 0) throw new RunProblem(emptyList());
  const begin = await findFirstBeginning(engine.db, {
    orgId: of.orgId,
    programSyncId: context.programSync.id,
  });
  const wanted = selectInvoices(listed, known, { begin, again: options.again });
  const issues: DraftIssue[] = listed.length === 0 && begin !== null ? [noInvoiceYet()] : [];
  for (const contractAgreementId of new Set(wanted.map((invoice) => invoice.contractAgreementId))) {
    run.lease.check();
    const tenants = mapped(source.tenants(contractAgreementId), tenantRecord);
    await recordTenants(engine.db, { ...of, contractAgreementId }, tenants);
  }
  let lineCount = 0;
  for (const invoice of wanted) {
    run.lease.check();
    if (invoice.total === null) issues.push(totalMissing(invoice));
    lineCount += await fetchInvoice(run, invoice);
  }
  if (lineCount >= manyRows) await refreshStatistics(engine.db);
  const gone = findGone(listed, known, begin);
  await voidInvoices(engine.db, { orgId: of.orgId, invoiceIds: gone.map((invoice) => invoice.invoiceId) });
  return { issues };
}

type Known = Awaited<ReturnType<typeof listKnownInvoices>>;

/** Which invoices to fetch, oldest period first. */
export function selectInvoices(
  listed: SourceInvoice[],
  known: Known,
  options: { begin: string | null; again: boolean },
): SourceInvoice[] {
  const newest = newestPeriods(listed);
  const totals = new Map(known.map((invoice) => [invoice.sourceInvoiceId, invoice.statedTotal]));
  return listed
    .filter((invoice) => {
      const isNewest = invoice.periodStart === newest.get(invoice.contractAgreementId);
      if (!isNewest && (options.begin === null || invoice.periodStart < options.begin)) return false;
      if (isNewest && options.again) return true;
      const total = totals.get(invoice.invoiceId);
      return total === undefined || !sameTotal(total, invoice.total);
    })
    .sort((a, b) => compare(a.periodStart, b.periodStart) || compare(a.invoiceId, b.invoiceId));
}

function newestPeriods(listed: SourceInvoice[]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { contractAgreementId, periodStart } of listed) {
    if (periodStart > (newest.get(contractAgreementId) ?? "")) newest.set(contractAgreementId, periodStart);
  }
  return newest;
}

function sameTotal(a: string | null, b: string | null): boolean {
  return a === null || b === null ? a === b : sameValue(a, b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Stored invoices that a complete list no longer names, of the time that still matters. */
function findGone(listed: SourceInvoice[], known: Known, begin: string | null): Known {
  const ids = new Set(listed.map((invoice) => invoice.invoiceId));
  return known.filter(
    (invoice) => !ids.has(invoice.sourceInvoiceId) && invoice.periodStart >= (begin ?? "9999-12-31"),
  );
}

/** Answers how many lines it has. */
async function fetchInvoice(run: ActiveRun, invoice: SourceInvoice): Promise<number> {
  const { context, engine, source } = run;
  const header: InvoiceHeader = {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    sourceInvoiceId: invoice.invoiceId,
    contractAgreementId: invoice.contractAgreementId,
    periodStart: invoice.periodStart,
    periodEnd: invoice.periodEnd,
    statedTotal: invoice.total,
    currency: invoice.currency ?? noCurrency,
  };
  try {
    return await recordInvoice(engine.db, header, source.invoiceLines(invoice.invoiceId));
  } catch (error) {
    if (!(error instanceof InvoiceDoesNotTie)) throw error;
    throw new RunProblem({
      code: "source_inconsistent",
      severity: "error",
      facts: {
        invoice: error.sourceInvoiceId,
        total: error.statedTotal,
        sum: error.linesTotal,
        currency: header.currency,
      },
    });
  }
}

async function* mapped<From, To>(
  batches: AsyncIterable<From[]>,
  map: (from: From) => To,
): AsyncIterable<To[]> {
  for await (const batch of batches) yield batch.map(map);
}

function tenantRecord(tenant: SourceTenant) {
  return {
    tenantId: tenant.tenantId,
    sourceCustomerId: tenant.customerId,
    name: tenant.customerName,
    tenantDomain: tenant.domain,
    active: tenant.active,
    subscriptions: tenant.subscriptions.map((subscription) => ({
      subscriptionId: subscription.subscriptionId,
      sourceProductId: subscription.productId,
      productName: subscription.productName,
      active: subscription.active,
      usageBased: subscription.usageBased,
      billedAnnually: subscription.billedAnnually,
    })),
  };
}

function totalMissing(invoice: SourceInvoice): DraftIssue {
  return { code: "source_total_missing", severity: "warning", facts: { invoice: invoice.invoiceId } };
}

function emptyList(): DraftIssue {
  const words = "Its list of invoices is empty, though it had some before.";
  return { code: "source_inconsistent", severity: "error", facts: { words } };
}

/** Customers are mapped, but PRISM has never named an invoice of this program. */
function noInvoiceYet(): DraftIssue {
  return { code: "invoice_late", severity: "warning", facts: {} };
}
