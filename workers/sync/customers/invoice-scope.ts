import { listCurrentInvoices, type ScopeInvoice } from "@/db/queries/runs/bills";
import {
  findFirstBeginning,
  findScopeStart,
  listInvoicesWithOpenLines,
  listUnaccounted,
} from "@/db/queries/runs/known-invoices";
import { countOutstanding } from "@/db/queries/runs/outstanding";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";

type Reading = Pick<ActiveRun, "engine" | "context">;

export type InvoiceScope = {
  /** In force, oldest period first. */
  invoices: ScopeInvoice[];
  /** The first usage day that is not confirmed everywhere; null: nothing is mapped. */
  start: string | null;
};

/**
 * The invoices that a run deals with: the newest of each contract agreement, every older one with usage that is not
 * confirmed everywhere, those with a line without a subscription that still waits for a person, and those that no run
 * has accounted for as they are now: PRISM may have corrected them by what no known subscription holds. The same for each
 * worker of a run, however much an earlier one has done.
 */
export async function scopeInvoices({ context, engine }: Reading): Promise<InvoiceScope> {
  const { orgId, id: programSyncId } = context.programSync;
  const all = await listCurrentInvoices(engine.db, { orgId, programId: context.program.id });
  const of = { orgId, programSyncId, runId: context.run.id };
  const start = await findScopeStart(engine.db, of);
  const waiting = new Set([
    ...(await listInvoicesWithOpenLines(engine.db, of)),
    ...invoicesOfLooseLines(context.reversals.keys()),
  ]);
  const begin = await findFirstBeginning(engine.db, of);
  const begun = all.filter(({ periodStart }) => begin !== null && periodStart >= begin).map(({ id }) => id);
  const unaccounted = new Set(await listUnaccounted(engine.db, { ...of, invoiceIds: begun }));
  const newest = groupBy(all, (invoice) => invoice.contractAgreementId);
  const invoices = all.filter((invoice) => {
    const newestStart = newest.get(invoice.contractAgreementId)?.at(-1)?.periodStart;
    return (
      invoice.periodStart === newestStart ||
      isUnconfirmed(invoice, start) ||
      waiting.has(invoice.sourceInvoiceId) ||
      unaccounted.has(invoice.id)
    );
  });
  return { invoices, start };
}

/** What is charged for a line without a subscription is known by its invoice alone. */
function invoicesOfLooseLines(keys: Iterable<string>): string[] {
  return [...keys].flatMap((key) => /^line:(.+):\d+$/.exec(key)?.[1] ?? []);
}

function isUnconfirmed(invoice: ScopeInvoice, start: string | null): boolean {
  return start !== null && invoice.periodEnd >= start;
}

/** Whether there is anything to bring to the PSA or to look at again; if not, the PSA is not even called. */
export async function hasWork({ context, engine }: Reading, scope: InvoiceScope): Promise<boolean> {
  if (scope.invoices.some((invoice) => isUnconfirmed(invoice, scope.start))) return true;
  const of = { orgId: context.programSync.orgId, programSyncId: context.programSync.id };
  if ((await countOutstanding(engine.db, of, "customers")) > 0) return true;
  const invoiceIds = scope.invoices.map((invoice) => invoice.id);
  return invoiceIds.length > 0 && (await listUnaccounted(engine.db, { ...of, invoiceIds })).length > 0;
}
