import { reportProgress } from "@/db/commands/runs/claim-run";
import { letProductsGoFirst } from "@/db/commands/runs/let-products-go-first";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { listMappedCustomers, type MappedCustomer, type ScopeInvoice } from "@/db/queries/runs/bills";
import { hasUntriedProducts } from "@/db/queries/runs/untried-products";
import type { LineKind } from "../plan/types";
import { bookEarlierItem, type EarlierWork, loadEarlierWork, resumeDraft } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { ItemDraft } from "../run/item-draft";
import { Ledger } from "../run/ledger";
import { recordPage } from "../run/record-page";
import { ProductsComeFirst } from "../run/run-problem";
import { emptyResult, type RunResult } from "../run/run-result";
import { isInScope, looksAtCustomers } from "../run/scope";
import { tellGonePlans } from "../run/tell-gone-plans";
import { refreshInvoices } from "../source/refresh-invoices";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { openAgreementReader } from "./agreement-reader";
import { openAdjustmentItem } from "./charges/adjustment-item";
import { customersPerLook, pagesOfCustomers, pagesOfWork } from "./customer-pages";
import { bookLeft, bookUnreached, type CustomersWork, loadSubjects } from "./customers-work";
import { bookEndings, endLines, listEndingsToDo } from "./endings/end-lines";
import { keyOf } from "./endings/ending-draft";
import { findLateness } from "./find-lateness";
import { hasWork, type InvoiceScope, scopeInvoices } from "./invoice-scope";
import { draftDoubtfulMappings } from "./others/doubtful-mappings";
import { readLooseLines } from "./others/loose-lines";
import { draftUnmappedCustomers, sumNotMapped } from "./others/unmapped-customers";
import { draftVoidInvoices } from "./others/void-invoices";
import { openPreviewItems } from "./preview-items";
import { planAndWriteSubjects } from "./write-subjects";

type Reading = Pick<ActiveRun, "engine" | "context" | "lease">;

/**
 * Brings the invoices' subscriptions to the agreements of all mapped customers, or of those in the run's scope.
 * Items are recorded page by page; what stops the run in the middle is returned, so that the record is kept.
 */
export async function runCustomers(run: ActiveRun, blocked: BlockedKeys): Promise<RunResult> {
  const { context } = run;
  const asked = context.run.trigger === "person";
  const { issues } = await refreshInvoices(run, { again: asked });
  await askForProducts(run);
  issues.push(...(await findLateness(run)));
  const scope = await scopeInvoices(run);
  const earlier = await loadEarlierWork(run);
  const endings = await listEndingsToDo(run);
  const left = blocked.size + earlier.size + endings.length;
  const isDue = asked || context.scope !== null || left > 0;
  if (!isDue && !(await hasWork(run, scope))) return emptyResult({ issues });
  const { work, drafts, result } = await begin(run, scope, earlier);
  result.issues.push(...issues);
  for (const { ending } of endings) work.seen.add(keyOf(ending.id));
  try {
    await endLines(run, endings, { ...work, blocked });
    if (drafts.length > 0) await recordPage(run, work.ledger, { drafts, progressDone: 0 });
    await syncMappedCustomers(run, work, blocked);
    result.issues.push(...tellGonePlans(run, new Set([...work.seen, ...earlier.keys()])));
  } catch (error) {
    result.stoppedBy = error;
  }
  return result;
}

/**
 * Lets a products run go first where the invoices have something new: its lines would fail for want of an item. Not where
 * products are not kept, in a preview, or in a retry of single lines; whole customers and what a preview planned for items that are not
 * there yet need them. Throws ProductsComeFirst.
 */
async function askForProducts(active: ActiveRun): Promise<void> {
  const { engine, context, lease, psa } = active;
  const { programSync, program, run, scope, approved } = context;
  const isRetry = scope !== null && approved.size === 0 && !looksAtCustomers(active);
  if (run.mode !== "live" || isRetry || !programSync.productsEnabled) return;
  const { orgId, id: programSyncId, azureEnabled } = programSync;
  const usage = azureEnabled && psa.kind === "connectwise";
  if (!(await hasUntriedProducts(engine.db, { orgId, programId: program.id, programSyncId, usage }))) return;
  const first = await letProductsGoFirst(engine.db, lease.ownership);
  if (first === "not_ours") throw new RunNotOurs();
  if (first === "queued") throw new ProductsComeFirst();
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
  const { work, drafts, result } = await begin(run, await scopeInvoices(run), earlier);
  bookEndings(work, []);
  for (const draft of drafts) {
    const item = earlier.get(draft.item.key);
    if (item) bookEarlierItem(work.ledger, item, draft.money);
  }
  await bookRest(run, work, work.customers);
  return { ...result, stoppedBy };
}

/** What the run works on, and what is on its invoices beside the mapped customers' subscriptions. */
async function begin(run: Reading, { invoices }: InvoiceScope, earlier: EarlierWork) {
  const { context } = run;
  const ledger = new Ledger(invoices, context.scope === null);
  const newest = invoices.at(-1);
  const period = newest ? { start: newest.periodStart, end: newest.periodEnd } : null;
  const customers = await listMappedCustomers(run.engine.db, ofSync(run));
  const { approved, drafts, notMapped } = await draftOthers(run, invoices, customers);
  const again = context.run.trigger === "person";
  const off = kindsOff(context.programSync);
  const seen = new Set<string>();
  const work = { invoices, ledger, earlier, approved, off, again, seen, customers };
  const result: RunResult = {
    ledger,
    issues: [],
    notMapped,
    period,
  };
  return { work, drafts, result };
}

function kindsOff({ azureEnabled, annualEnabled }: Reading["context"]["programSync"]): Set<LineKind> {
  const kinds: LineKind[] = [];
  if (!azureEnabled) kinds.push("azure");
  if (!annualEnabled) kinds.push("annual");
  return new Set(kinds);
}

function ofSync({ context }: Reading) {
  return {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
  };
}

/** What is on the invoices beside the mapped customers' subscriptions, as far as it is in the run's scope. */
async function draftOthers(run: Reading, invoices: ScopeInvoice[], customers: MappedCustomer[]) {
  const { exclusions } = run.context;
  const mapped = new Set(customers.map((customer) => customer.customerId));
  const unmapped = await draftUnmappedCustomers(run, invoices, mapped);
  const loose = await readLooseLines(run, invoices, mapped);
  const gone = await draftVoidInvoices(run);
  const doubtful = await draftDoubtfulMappings(run);
  const drafts = [...unmapped, ...loose.drafts, ...gone, ...doubtful]
    .filter((draft) => isInScope(run, draft.item.key, null))
    .map((draft) => (exclusions.has(draft.item.key) ? excluded(draft) : draft));
  return { drafts, approved: loose.approved, notMapped: sumNotMapped(unmapped, exclusions) };
}

function excluded(draft: ItemDraft): ItemDraft {
  return { ...draft, item: { ...draft.item, outcome: "skipped", reason: "excluded" }, issues: [] };
}

async function syncMappedCustomers(run: ActiveRun, work: CustomersWork, blocked: BlockedKeys): Promise<void> {
  const { customers } = work;
  await reportProgress(run.engine.db, run.lease.ownership, { done: 0, total: customers.length });
  const around = {
    reader: openAgreementReader(run, customers),
    previewItems: openPreviewItems(run),
    adjustmentItem: openAdjustmentItem(run),
    blocked,
    isBegun: (key: string) => work.earlier.get(key)?.confirmed ?? false,
    resume: (draft: ItemDraft) => resumeDraft(draft, work.earlier.get(draft.item.key)),
  };
  for await (const { subjects, start, done, left, end } of pagesOfWork(run, work)) {
    await run.turn.passBoundary(start);
    const record = (drafts: ItemDraft[]) => recordPage(run, work.ledger, { drafts, progressDone: done });
    try {
      if (subjects.length === 0) await record([]);
      else await planAndWriteSubjects(run, subjects, { ...around, record });
    } catch (error) {
      bookLeft(work, left);
      await bookRest(run, work, customers.slice(end));
      throw error;
    }
  }
}

/** What nobody will plan any more. */
async function bookRest(run: Reading, work: CustomersWork, customers: MappedCustomer[]): Promise<void> {
  for (const { page } of pagesOfCustomers(customers, customersPerLook)) {
    bookUnreached(work, await loadSubjects(run, work, page));
  }
}
