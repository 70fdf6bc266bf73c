import { reportProgress } from "@/db/commands/runs/claim-run";
import {
  listCurrentInvoices,
  listLinesOfCustomers,
  listMappedCustomers,
  listPositions,
  type MappedCustomer,
  type ScopeInvoice,
} from "@/db/queries/runs/bills";
import { findScopeStart, listUnaccounted } from "@/db/queries/runs/known-invoices";
import { countOutstanding } from "@/db/queries/runs/outstanding";
import { groupBy } from "@/lib/group-by";
import type { ActiveRun } from "../run/engine";
import type { DraftIssue, ItemDraft } from "../run/item-draft";
import { Ledger } from "../run/ledger";
import { loadExistingItems, recordPage, resumeDraft } from "../run/record-page";
import { refreshInvoices } from "../source/refresh-invoices";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { type AgreementReader, openAgreementReader } from "./agreement-reader";
import { draftLooseLines, draftUnmappedCustomers } from "./other-lines";
import { type Subject, subjectsOfCustomer } from "./subject";
import { planAndWriteSubjects } from "./write-subjects";

export type RunResult = {
  ledger: Ledger;
  issues: DraftIssue[];
  /** Customers on the newest invoices without a mapping; null: this run did not look. */
  notMapped: number | null;
  period: { start: string; end: string } | null;
  /** Set when the run was stopped before its end. */
  stoppedBy?: unknown;
};

const customersPerPage = 50;

/**
 * Brings the invoices' subscriptions to the agreements of all mapped customers, or of those in the run's scope.
 * Items are recorded page by page; what stops the run in the middle is returned, so that the record is kept.
 */
export async function runCustomers(run: ActiveRun, blocked: BlockedKeys): Promise<RunResult> {
  const { context } = run;
  const { trigger } = context.run;
  const of = {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
  };
  const asked = trigger === "person";
  const refreshed = await refreshInvoices(run, { again: asked });
  const { invoices, start } = await scopeInvoices(run);
  const isDue = asked || context.scope !== null || blocked.size > 0;
  if (!isDue && !(await hasWork(run, of, invoices, start))) {
    const ledger = new Ledger([], true);
    return { ledger, issues: refreshed.issues, notMapped: null, period: null };
  }
  const ledger = new Ledger(invoices, context.scope === null);
  const newest = invoices.at(-1);
  const result: RunResult = {
    ledger,
    issues: refreshed.issues,
    notMapped: null,
    period: newest ? { start: newest.periodStart, end: newest.periodEnd } : null,
  };
  try {
    const others = await draftUnmappedCustomers(run, invoices);
    if (context.scope === null) result.notMapped = others.notMapped;
    await recordOthers(run, ledger, [...others.drafts, ...(await draftLooseLines(run, invoices))]);
    await syncMappedCustomers(run, { of, invoices, ledger, blocked, again: asked });
  } catch (error) {
    result.stoppedBy = error;
  }
  return result;
}

type OfSync = { orgId: string; programId: string; programSyncId: string };

/** The newest invoice of each contract agreement, and every older one with usage that is not confirmed everywhere. */
async function scopeInvoices(run: ActiveRun): Promise<{ invoices: ScopeInvoice[]; start: string | null }> {
  const { context, engine } = run;
  const of = { orgId: context.programSync.orgId, programId: context.program.id };
  const all = await listCurrentInvoices(engine.db, of);
  const start = await findScopeStart(engine.db, {
    orgId: of.orgId,
    programSyncId: context.programSync.id,
  });
  const newest = groupBy(all, (invoice) => invoice.contractAgreementId);
  const invoices = all.filter((invoice) => {
    const newestStart = newest.get(invoice.contractAgreementId)?.at(-1)?.periodStart;
    return invoice.periodStart === newestStart || isUnconfirmed(invoice, start);
  });
  return { invoices, start };
}

function isUnconfirmed(invoice: ScopeInvoice, start: string | null): boolean {
  return start !== null && invoice.periodEnd >= start;
}

/** Whether there is anything to bring to the PSA or to look at again; if not, the PSA is not even called. */
async function hasWork(
  run: ActiveRun,
  of: OfSync,
  invoices: ScopeInvoice[],
  start: string | null,
): Promise<boolean> {
  if (invoices.some((invoice) => isUnconfirmed(invoice, start))) return true;
  if ((await countOutstanding(run.engine.db, of, "customers")) > 0) return true;
  const invoiceIds = invoices.map((invoice) => invoice.id);
  return invoiceIds.length > 0 && (await listUnaccounted(run.engine.db, { ...of, invoiceIds })).length > 0;
}

async function recordOthers(run: ActiveRun, ledger: Ledger, drafts: ItemDraft[]): Promise<void> {
  const { scope, exclusions } = run.context;
  const inScope = drafts
    .filter((draft) => scope === null || scope.has(draft.item.key))
    .map((draft) => (exclusions.has(draft.item.key) ? excluded(draft) : draft));
  if (inScope.length > 0) await recordPage(run, ledger, { drafts: inScope, progressDone: 0 });
}

function excluded(draft: ItemDraft): ItemDraft {
  return { ...draft, item: { ...draft.item, outcome: "skipped", reason: "excluded" }, issues: [] };
}

type Work = {
  of: OfSync;
  invoices: ScopeInvoice[];
  ledger: Ledger;
  blocked: BlockedKeys;
  again: boolean;
};

async function syncMappedCustomers(run: ActiveRun, work: Work): Promise<void> {
  const customers = await listMappedCustomers(run.engine.db, work.of);
  await reportProgress(run.engine.db, run.lease.ownership, { done: 0, total: customers.length });
  const existing = await loadExistingItems(run);
  const reader = openAgreementReader(run, customers);
  for (let start = 0; start < customers.length; start += customersPerPage) {
    run.lease.check();
    const page = customers.slice(start, start + customersPerPage);
    const subjects = bookSettled(run, work, await loadSubjects(run, work, page));
    const done = start + page.length;
    await planAndWriteSubjects(run, subjects, {
      reader: reader satisfies AgreementReader,
      blocked: work.blocked,
      resume: (draft) => resumeDraft(draft, existing.get(draft.item.key)),
      record: (drafts) => recordPage(run, work.ledger, { drafts, progressDone: done }),
    });
  }
}

async function loadSubjects(run: ActiveRun, work: Work, page: MappedCustomer[]): Promise<Subject[]> {
  const { db } = run.engine;
  const customerIds = page.map((customer) => customer.customerId);
  const invoiceIds = work.invoices.map((invoice) => invoice.id);
  const lines =
    invoiceIds.length === 0 ? [] : await listLinesOfCustomers(db, { ...work.of, customerIds, invoiceIds });
  const positions = await listPositions(db, { ...work.of, customerIds });
  const linesOf = groupBy(lines, (line) => line.customerId);
  const scope = {
    invoices: work.invoices,
    positions: new Map(positions.map((position) => [position.key, position])),
    again: work.again,
  };
  return page.flatMap((customer) =>
    subjectsOfCustomer(customer, linesOf.get(customer.customerId) ?? [], scope),
  );
}

/** Books what needs no plan, and gives back what does. */
function bookSettled(run: ActiveRun, work: Work, subjects: Subject[]): Subject[] {
  const { scope } = run.context;
  return subjects.filter((subject) => {
    if (scope !== null && !scope.has(subject.key)) return false;
    work.ledger.book("unchanged", subject.confirmed);
    work.ledger.book("skipped", subject.beforeBegin);
    if (subject.bills.length > 0) return true;
    if (subject.confirmed.length > 0) work.ledger.count("unchanged", 0);
    return false;
  });
}
