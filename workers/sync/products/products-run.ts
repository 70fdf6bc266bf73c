import pLimit from "p-limit";
import { type IntentRow, planIntents } from "@/db/commands/runs/record-intents";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { recordProductLinks } from "@/db/commands/runs/record-product-link";
import { recordPriceList } from "@/db/commands/source/record-price-list";
import { listProductsToSync, listUnknownProducts, type ProductToSync } from "@/db/queries/runs/products";
import { ApiError } from "@/lib/errors";
import { groupBy } from "@/lib/group-by";
import type { PsaItem } from "@/workers/connectors/psa";
import type { SourceProduct } from "@/workers/connectors/source";
import type { RunResult } from "../customers/customers-run";
import type { ActiveRun } from "../run/engine";
import { issueOfError } from "../run/issue-of-error";
import type { DraftIssue, ItemDraft } from "../run/item-draft";
import { Ledger } from "../run/ledger";
import { loadExistingItems, recordPage, resumeDraft } from "../run/record-page";
import { WorkerStopping } from "../run/run-problem";
import { refreshInvoices } from "../source/refresh-invoices";
import { intentOfItemChange, intentOfNewItem } from "../writes/intent-body";
import type { BlockedKeys } from "../writes/settle-open-intents";
import { writeItem } from "../writes/write-item";
import {
  draftOfUnknownProduct,
  type PlannedProductItem,
  planOneProduct,
  withWriteError,
} from "./plan-one-product";

const itemsAtOnce = 4;

/**
 * Brings the price list's products to the PSA's catalogue: linked by id, else by vendor SKU, else created;
 * afterwards only cost and price are kept equal.
 */
export async function runProducts(run: ActiveRun, blocked: BlockedKeys): Promise<RunResult> {
  const { context, engine } = run;
  const ledger = new Ledger([], true);
  const result: RunResult = { ledger, issues: [], notMapped: null, period: null };
  const of = {
    orgId: context.programSync.orgId,
    programId: context.program.id,
    programSyncId: context.programSync.id,
  };
  result.issues.push(...(await refreshPriceList(run)));
  try {
    const products = inScope(run, await listProductsToSync(engine.db, of, context.programSync.productMode));
    const unknown =
      context.programSync.productMode === "in_use" ? await listUnknownProducts(engine.db, of) : [];
    const planned = await planProducts(run, products, blocked);
    const drafts = unknown
      .map((product) => draftOfUnknownProduct(run.lease.ownership.runId, product))
      .filter((draft) => context.scope === null || context.scope.has(draft.item.key));
    await writeProducts(run, ledger, planned, drafts);
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
  for (const contractAgreementId of context.contractAgreementIds) {
    for (const product of await source.priceList(contractAgreementId, today)) {
      // The first contract agreement that names a product owns its price.
      if (!entries.has(product.productId)) entries.set(product.productId, product);
    }
  }
  await recordPriceList(
    engine.db,
    of,
    [...entries.values()].map(({ productId, ...product }) => ({ ...product, sourceProductId: productId })),
  );
  return issues;
}

function inScope(run: ActiveRun, products: ProductToSync[]): ProductToSync[] {
  const { scope } = run.context;
  return products.filter((product) => scope === null || scope.has(`product:${product.id}`));
}

async function planProducts(
  run: ActiveRun,
  products: ProductToSync[],
  blocked: BlockedKeys,
): Promise<PlannedProductItem[]> {
  if (products.length === 0) return [];
  const byId = new Map<string, PsaItem>();
  for await (const page of run.psa.items()) for (const item of page) byId.set(item.id, item);
  const bySku = groupBy(byId.values(), (item) => item.vendorSku);
  const sameSku = groupBy(products, (product) => product.sku);
  return products.map((product) =>
    planOneProduct({
      run,
      product,
      sameSku: product.sku === null ? 1 : (sameSku.get(product.sku)?.length ?? 1),
      linkedItem: product.psaItemId === null ? null : (byId.get(product.psaItemId) ?? null),
      itemsBySku: product.sku === null ? [] : (bySku.get(product.sku) ?? []),
      blocked: blocked.get(`product:${product.id}`),
    }),
  );
}

async function writeProducts(
  run: ActiveRun,
  ledger: Ledger,
  planned: PlannedProductItem[],
  others: ItemDraft[],
): Promise<void> {
  const rows = new Map(planned.map((one) => [one.draft.item.key, intentRows(run, one)]));
  const toWrite = planned.filter((one) => one.write !== null);
  await planIntents(run.engine.db, run.lease.ownership, {
    items: toWrite.map((one) => ({ ...one.draft.item, outcome: "unknown" as const })),
    intents: [...rows.values()].flat(),
  });
  const ended = new Map<string, ItemDraft>();
  const links: { productId: string; psaItemId: string; origin: "sku" | "created" }[] = planned.flatMap(
    (one) =>
      one.foundItemId
        ? [{ productId: one.product.id, psaItemId: one.foundItemId, origin: "sku" as const }]
        : [],
  );
  let stop: unknown;
  const limit = pLimit(itemsAtOnce);
  const writeOne = async (one: PlannedProductItem) => {
    if (stop) return;
    try {
      const writes = await writeItem(run, rows.get(one.draft.item.key) ?? []);
      if (writes.outcome !== "applied") {
        ended.set(
          one.draft.item.key,
          withWriteError(one.draft, writes.outcome, issueOfError(writes.error, "psa")),
        );
        return;
      }
      ended.set(one.draft.item.key, one.draft);
      const [written] = writes.written;
      if (one.write?.kind === "create" && written && "item" in written) {
        ledger.counts.created += 1;
        links.push({ productId: one.product.id, psaItemId: written.item.id, origin: "created" });
      }
    } catch (error) {
      if (error instanceof ApiError) {
        ended.set(one.draft.item.key, withWriteError(one.draft, "failed", issueOfError(error, "psa")));
      }
      stop ??= error;
    }
  };
  await Promise.all(toWrite.map((one) => limit(() => writeOne(one))));
  if (stop instanceof RunNotOurs || stop instanceof WorkerStopping) throw stop;
  if (run.context.run.mode === "live") {
    const { orgId } = run.lease.ownership;
    await recordProductLinks(run.engine.db, { orgId, programSyncId: run.context.programSync.id }, links);
  }
  const existing = await loadExistingItems(run);
  const drafts = planned.map((one) => {
    const draft = one.write === null ? one.draft : ended.get(one.draft.item.key);
    return resumeDraft(draft ?? notReached(one.draft), existing.get(one.draft.item.key));
  });
  await recordPage(run, ledger, { drafts: [...drafts, ...others], progressDone: planned.length });
  if (stop) throw stop;
}

function notReached(draft: ItemDraft): ItemDraft {
  return { ...draft, item: { ...draft.item, outcome: "failed", reason: "run_stopped" } };
}

function intentRows(run: ActiveRun, planned: PlannedProductItem): IntentRow[] {
  const { write } = planned;
  if (!write) return [];
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
