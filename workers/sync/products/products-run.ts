import { reportProgress } from "@/db/commands/runs/claim-run";
import type { IntentRow } from "@/db/commands/runs/record-intents";
import { type ProductLinkRow, recordProductLinks } from "@/db/commands/runs/record-product-link";
import { recordPriceList } from "@/db/commands/source/record-price-list";
import { listItemOwners } from "@/db/queries/runs/item-owners";
import { listProductsToSync, listUnknownProducts, type ProductToSync } from "@/db/queries/runs/products";
import { groupBy } from "@/lib/group-by";
import type { PsaItem } from "@/workers/connectors/psa";
import type { SourceProduct } from "@/workers/connectors/source";
import { bookEarlierItem, type EarlierWork, loadEarlierWork, resumeDraft } from "../run/earlier-work";
import type { ActiveRun } from "../run/engine";
import type { DraftIssue, ItemDraft } from "../run/item-draft";
import type { Ledger } from "../run/ledger";
import { recordPage } from "../run/record-page";
import { RunProblem } from "../run/run-problem";
import { emptyResult, type RunResult } from "../run/run-result";
import { tellGonePlans } from "../run/tell-gone-plans";
import { refreshInvoices } from "../source/refresh-invoices";
import { intentOfItemChange, intentOfNewItem } from "../writes/intent-body";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { type WrittenItem, writePlanned } from "../writes/write-planned";
import { asApproved, markProduct } from "./approved-products";
import { withNewItemTerms } from "./new-item-terms";
import { draftOfUnknownProduct, type PlannedProductItem, planOneProduct } from "./plan-one-product";

const productsPerPage = 200;

/**
 * Brings the price list's products to the PSA's catalogue: linked by id, else by vendor SKU, else created;
 * afterwards only cost and price are kept equal.
 */
export async function runProducts(run: ActiveRun, blocked: BlockedKeys): Promise<RunResult> {
  const { context, engine } = run;
  const result = emptyResult({ issues: await refreshPriceList(run) });
  const of = {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
    // A charge needs an item only where it is a line.
    usage: context.programSync.azureEnabled && run.psa.kind === "connectwise",
  };
  const { productMode } = context.programSync;
  try {
    const listed = await listProductsToSync(engine.db, of, productMode);
    const unknown = productMode === "in_use" ? await listUnknownProducts(engine.db, of) : [];
    const others = unknown
      .map((product) => draftOfUnknownProduct(context.run.id, product))
      .filter((draft) => context.scope === null || context.scope.has(draft.item.key));
    if (others.length > 0) await recordPage(run, result.ledger, { drafts: others, progressDone: 0 });
    const planned = await planProducts(run, listed, blocked);
    await syncProducts(run, result.ledger, planned);
    const seen = new Set([
      ...planned.map(({ draft }) => draft.item.key),
      ...others.map(({ item }) => item.key),
    ]);
    result.issues.push(...tellGonePlans(run, seen));
  } catch (error) {
    result.stoppedBy = error;
  }
  return result;
}

/** In mode "in use" the invoices say which products are; then the price list says what they cost. */
async function refreshPriceList(run: ActiveRun): Promise<DraftIssue[]> {
  const { context, engine, source } = run;
  const of = { orgId: context.programSync.orgId, programId: context.program.id };
  const { issues } = await refreshInvoices(run, { again: false });
  const today = engine.clock.now().toISOString().slice(0, 10);
  const entries = new Map<string, SourceProduct>();
  for (const contractAgreementId of inOrderOfPrices(context)) {
    for (const product of await source.priceList(contractAgreementId, today)) {
      if (!entries.has(product.productId)) entries.set(product.productId, product);
    }
  }
  if (entries.size === 0) throw new RunProblem(emptyPriceList());
  await recordPriceList(
    engine.db,
    of,
    [...entries.values()].map(({ productId, ...product }) => ({ ...product, sourceProductId: productId })),
  );
  return issues;
}

/** The first contract agreement that names a product owns its price: the one that was chosen for it, before all others. */
function inOrderOfPrices({ contractAgreementIds, programSync }: ActiveRun["context"]): string[] {
  const owner = programSync.priceContractAgreementId;
  return contractAgreementIds.toSorted((a, b) => Number(b === owner) - Number(a === owner));
}

/** That every product had left the price list would fail each of them: nothing is concluded from it. */
function emptyPriceList(): DraftIssue {
  return { code: "source_inconsistent", severity: "error", facts: { words: "The price list is empty." } };
}

function inScope(run: ActiveRun, products: ProductToSync[]): ProductToSync[] {
  const { scope } = run.context;
  return products.filter((product) => scope === null || scope.has(`product:${product.id}`));
}

async function planProducts(
  run: ActiveRun,
  listed: ProductToSync[],
  blocked: BlockedKeys,
): Promise<PlannedProductItem[]> {
  const products = inScope(run, listed);
  if (products.length === 0) return [];
  const byId = new Map<string, PsaItem>();
  for await (const page of run.psa.items()) for (const item of page) byId.set(item.id, item);
  const unseen = await findUnseenItems(run, products, byId);
  const { orgId, id: programSyncId } = run.context.programSync;
  const owners = await listItemOwners(run.engine.db, { orgId, programSyncId });
  const bySku = groupBy(byId.values(), (item) => item.vendorSku);
  // Also where the run looks at one of two alone, they are two.
  const sameSku = groupBy(listed, (product) => product.sku);
  const planned = products.map((product) =>
    planOneProduct({
      run,
      product,
      sameSku: product.sku === null ? 1 : (sameSku.get(product.sku)?.length ?? 1),
      linkedItem: product.psaItemId === null ? null : (byId.get(product.psaItemId) ?? null),
      itemsBySku: product.sku === null ? [] : (bySku.get(product.sku) ?? []),
      ownerOf: (itemId) => owners.get(itemId)?.find((owner) => owner.productId !== product.id)?.name ?? null,
      blocked: blocked.get(`product:${product.id}`) ?? (unseen.has(product.id) ? "unknown" : undefined),
    }),
  );
  return (await withNewItemTerms(run, planned)).map(markProduct);
}

/**
 * A linked item that the list lacks is asked for by itself, and added to `byId` if it is there. Gives the products whose
 * item was made so lately that the PSA may not show it yet: it would be made twice.
 */
async function findUnseenItems(
  run: ActiveRun,
  products: ProductToSync[],
  byId: Map<string, PsaItem>,
): Promise<Set<string>> {
  const unseen = new Set<string>();
  for (const { id, psaItemId, linkAgeMs } of products) {
    if (psaItemId === null || byId.has(psaItemId)) continue;
    const item = await run.psa.item(psaItemId);
    if (item) byId.set(item.id, item);
    else if (linkAgeMs !== null && linkAgeMs < run.engine.psaSettlesAfterMs) unseen.add(id);
  }
  return unseen;
}

async function syncProducts(run: ActiveRun, ledger: Ledger, products: PlannedProductItem[]): Promise<void> {
  const earlier = await loadEarlierWork(run);
  const planned = products.map((one) => asApproved(run, one, earlier));
  await reportProgress(run.engine.db, run.lease.ownership, { done: 0, total: planned.length });
  for (let start = 0; start < planned.length; start += productsPerPage) {
    await run.turn.passBoundary(start);
    const end = start + productsPerPage;
    const page = planned.slice(start, end);
    const { ended, stop } = await writePage(run, page, earlier);
    await recordPage(run, ledger, { drafts: ended, progressDone: start + page.length });
    ledger.counts.created += ended.filter(isCreation).length;
    if (!stop) continue;
    for (const { draft } of planned.slice(end)) {
      const item = earlier.get(draft.item.key);
      if (item) bookEarlierItem(ledger, item, []);
    }
    throw stop;
  }
}

/** What a run that could not begin again counts: the items as its earlier workers left them. */
export function accountForProducts(earlier: EarlierWork, stoppedBy: unknown): RunResult {
  const result = emptyResult({ stoppedBy });
  for (const item of earlier.values()) bookEarlierItem(result.ledger, item, []);
  return result;
}

/** Writes a page of products and remembers to which items they are linked now. */
async function writePage(run: ActiveRun, page: PlannedProductItem[], earlier: EarlierWork) {
  const { ended, stop } = await writePlanned(
    run,
    page.map((one) => ({
      draft: resumeDraft(one.draft, earlier.get(one.draft.item.key)),
      intents: intentRows(run, one),
      lane: one.draft.item.key,
    })),
  );
  if (run.context.run.mode === "live") {
    const of = { orgId: run.lease.ownership.orgId, programSyncId: run.context.programSync.id };
    await recordProductLinks(
      run.engine.db,
      of,
      page.flatMap((one, index) => linkOf(one, ended[index])),
    );
  }
  return { ended: ended.map((one) => one.draft), stop };
}

function linkOf({ product, write, foundItemId }: PlannedProductItem, end?: WrittenItem): ProductLinkRow[] {
  const [written] = end?.written ?? [];
  const of = { productId: product.id, seen: product.psaItemId };
  if (write?.kind === "create" && written && "item" in written) {
    return [{ ...of, psaItemId: written.item.id, origin: "created" }];
  }
  if (!foundItemId) return [];
  // One that an earlier worker of the run has created is found by its SKU, too.
  const origin = end && isCreation(end.draft) ? "created" : "sku";
  return [{ ...of, psaItemId: foundItemId, origin }];
}

function isCreation({ item }: ItemDraft): boolean {
  return item.outcome === "applied" && item.before === null;
}

function intentRows(run: ActiveRun, planned: PlannedProductItem): IntentRow[] {
  const { write } = planned;
  if (!write || run.context.run.mode === "preview") return [];
  const owner = {
    connectionId: run.context.connection.id,
    programSyncId: run.context.programSync.id,
    itemId: planned.draft.item.id,
    naturalKey: planned.draft.item.key,
  };
  return write.kind === "create"
    ? [intentOfNewItem(owner, write.newItem)]
    : [intentOfItemChange(owner, write.item.id, write.item, write.change)];
}
