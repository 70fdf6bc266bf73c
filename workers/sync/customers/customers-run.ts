import { reportProgress } from "@/db/commands/runs/claim-run";
import { listMappedCustomers } from "@/db/queries/runs/bills";
import { bookEarlierItem, type EarlierWork, loadEarlierWork, resumeDraft } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { ItemDraft } from "../run/item-draft";
import { Ledger } from "../run/ledger";
import { recordPage } from "../run/record-page";
import { emptyResult, type RunResult } from "../run/run-result";
import { refreshInvoices } from "../source/refresh-invoices";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { openAdjustmentItem } from "./adjustment-item";
import { openAgreementReader } from "./agreement-reader";
import { bookSettled, bookUnreached, type CustomersWork, loadSubjects } from "./customers-work";
import { hasWork, type InvoiceScope, scopeInvoices } from "./invoice-scope";
import { draftLooseLines, draftUnmappedCustomers } from "./other-lines";
import { openPreviewItems } from "./preview-items";
import { draftVoidInvoices } from "./void-invoices";
import { planAndWriteSubjects } from "./write-subjects";

const customersPerPage = 50;

type Reading = Pick<ActiveRun, "engine" | "context" | "lease">;

/**
 * Brings the invoices' subscriptions to the agreements of all mapped customers, or of those in the run's scope.
 * Items are recorded page by page; what stops the run in the middle is returned, so that the record is kept.
 */
export async function runCustomers(run: ActiveRun, blocked: BlockedKeys): Promise<RunResult> {
  const { context } = run;
  const asked = context.run.trigger === "person";
  const { issues } = await refreshInvoices(run, { again: asked });
  const scope = await scopeInvoices(run);
  const earlier = await loadEarlierWork(run);
  const isDue = asked || context.scope !== null || blocked.size > 0 || earlier.size > 0;
  if (!isDue && !(await hasWork(run, scope))) return emptyResult({ issues });
  const { work, result } = begin(run, scope, earlier);
  result.issues.push(...issues);
  try {
    const { drafts, notMapped } = await draftOthers(run, work);
    if (context.scope === null) result.notMapped = notMapped;
    if (drafts.length > 0) await recordPage(run, work.ledger, { drafts, progressDone: 0 });
    await syncMappedCustomers(run, work, blocked);
  } catch (error) {
    result.stoppedBy = error;
  }
  return result;
}

/**
 * What a run that could not begin again has to say of its invoices: what its earlier workers did counts as they left
 * it. Nothing outside is read or written.
 */
export async function accountForCustomers(
  run: Reading,
  earlier: EarlierWork,
  stoppedBy: unknown,
): Promise<RunResult> {
  const { work, result } = begin(run, await scopeInvoices(run), earlier);
  for (const draft of (await draftOthers(run, work)).drafts) {
    const item = earlier.get(draft.item.key);
    if (item) bookEarlierItem(work.ledger, item, draft.money);
  }
  const customers = await listMappedCustomers(run.engine.db, ofSync(run));
  bookUnreached(work, await loadSubjects(run, work, customers));
  return { ...result, stoppedBy };
}

function begin({ context }: Reading, { invoices }: InvoiceScope, earlier: EarlierWork) {
  const ledger = new Ledger(invoices, context.scope === null);
  const newest = invoices.at(-1);
  const period = newest ? { start: newest.periodStart, end: newest.periodEnd } : null;
  const result: RunResult = { ledger, issues: [], notMapped: null, period };
  const work: CustomersWork = { invoices, ledger, earlier, again: context.run.trigger === "person" };
  return { work, result };
}

function ofSync({ context }: Reading) {
  return {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
  };
}

/** What is on the invoices beside the mapped customers' subscriptions, as far as it is in the run's scope. */
async function draftOthers(
  run: Reading,
  { invoices }: CustomersWork,
): Promise<{ drafts: ItemDraft[]; notMapped: number }> {
  const { scope, exclusions } = run.context;
  const unmapped = await draftUnmappedCustomers(run, invoices);
  const loose = await draftLooseLines(run, invoices);
  const gone = await draftVoidInvoices(run);
  const drafts = [...unmapped.drafts, ...loose, ...gone]
    .filter((draft) => scope === null || scope.has(draft.item.key))
    .map((draft) => (exclusions.has(draft.item.key) ? excluded(draft) : draft));
  return { drafts, notMapped: unmapped.notMapped };
}

function excluded(draft: ItemDraft): ItemDraft {
  return { ...draft, item: { ...draft.item, outcome: "skipped", reason: "excluded" }, issues: [] };
}

async function syncMappedCustomers(run: ActiveRun, work: CustomersWork, blocked: BlockedKeys): Promise<void> {
  const customers = await listMappedCustomers(run.engine.db, ofSync(run));
  await reportProgress(run.engine.db, run.lease.ownership, { done: 0, total: customers.length });
  const reader = openAgreementReader(run, customers);
  const previewItems = openPreviewItems(run);
  const adjustmentItem = openAdjustmentItem(run);
  for (let start = 0; start < customers.length; start += customersPerPage) {
    run.lease.check();
    const end = start + customersPerPage;
    const page = customers.slice(start, end);
    const subjects = bookSettled(work, await loadSubjects(run, work, page));
    try {
      await planAndWriteSubjects(run, subjects, {
        reader,
        previewItems,
        adjustmentItem,
        blocked,
        resume: (draft) => resumeDraft(draft, work.earlier.get(draft.item.key)),
        record: (drafts) => recordPage(run, work.ledger, { drafts, progressDone: start + page.length }),
      });
    } catch (error) {
      bookUnreached(work, await loadSubjects(run, work, customers.slice(end)));
      throw error;
    }
  }
}
