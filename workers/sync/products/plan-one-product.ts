import type { ProductToSync } from "@/db/queries/runs/products";
import type { ProductChange } from "@/lib/sync/product-changes";
import type { ItemChange, NewItem, PsaItem } from "@/workers/connectors/psa";
import { warn } from "../plan/issues";
import { type PlannedProduct, type ProductPlan, planProduct } from "../plan/plan-product";
import type { PlanIssue } from "../plan/types";
import type { ActiveRun } from "../run/engine";
import { type ItemDraft, itemIdOf, worstOutcome } from "../run/item-draft";
import { isOwnFault, issueOfOwnFault } from "../run/own-fault";
import { blockedIssue, withError } from "../writes/ended-draft";

type ItemWrite = { kind: "create"; newItem: NewItem } | { kind: "change"; item: PsaItem; change: ItemChange };

export type PlannedProductItem = {
  product: ProductToSync;
  draft: ItemDraft;
  /** null: nothing to write. */
  write: ItemWrite | null;
  /** The PSA has no item for it: one is made, or would be. */
  isNew: boolean;
  /** The PSA item that the product is to be linked to from now on. */
  foundItemId: string | null;
};

type ProductAround = {
  run: ActiveRun;
  product: ProductToSync;
  sameSku: number;
  linkedItem: PsaItem | null;
  itemsBySku: PsaItem[];
  /** The other product that an item is linked to, by its name; null: none. */
  ownerOf: (itemId: string) => string | null;
  blocked: "unknown" | "held" | undefined;
};

/** Plans one product as an item of the run; when our own code throws, the item fails, and no other. */
export function planOneProduct(around: ProductAround): PlannedProductItem {
  const draft = emptyDraft(around.run.lease.ownership.runId, around.product);
  try {
    return planDraft(around, draft);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    const issue = issueOfOwnFault(around.run, draft.item.key, error);
    return { ...settled(around, draft, null, []), draft: withError(draft, "failed", issue) };
  }
}

/** Pure but for the ids of its surroundings. */
function planDraft(around: ProductAround, draft: ItemDraft): PlannedProductItem {
  const { product, run } = around;
  if (run.context.exclusions.has(draft.item.key)) return settled(around, draft, "excluded", []);
  if (around.blocked) {
    const issue = blockedIssue(around.blocked, { product: product.name });
    return { ...settled(around, draft, null, []), draft: withError(draft, around.blocked, issue) };
  }
  if (product.trial) return settled(around, draft, "trial", []);
  if (!product.listed) return unlisted(around, draft);
  const plan = planProduct({
    product,
    sameSku: around.sameSku,
    link:
      product.psaItemId === null
        ? null
        : {
            itemId: product.psaItemId,
            item: around.linkedItem,
            byPerson: product.linkOrigin === "person",
          },
    itemsBySku: around.itemsBySku,
    ownerOf: around.ownerOf,
    strategy: "cost_and_retail",
  });
  return fromPlan(around, draft, plan);
}

function fromPlan(around: ProductAround, draft: ItemDraft, plan: ProductPlan): PlannedProductItem {
  const preview = around.run.context.run.mode === "preview";
  const write = writeOfPlan(plan);
  const changes = write !== null || plan.kind === "link";
  const outcome = worstOutcome(changes ? (preview ? "planned" : "applied") : "unchanged", plan.issues);
  const current = "item" in plan ? plan.item : null;
  return {
    product: around.product,
    draft: {
      ...draft,
      item: {
        ...draft.item,
        outcome,
        ...(changes && outcome !== "failed" && { reason: changeOf(plan) }),
        before: current && pricesOf(current),
        after: plan.kind === "fail" ? null : pricesAfter(around.product, current),
      },
      issues: plan.issues,
    },
    write,
    isNew: write?.kind === "create",
    foundItemId: plan.kind === "link" ? plan.item.id : null,
  };
}

/** What becomes of the item in the PSA: a word of lib/sync/product-changes.ts, by which a run's list is narrowed. */
function changeOf(plan: ProductPlan): ProductChange {
  if (plan.kind === "create" || plan.kind === "recreate" || plan.kind === "link") return plan.kind;
  return "reprice";
}

function writeOfPlan(plan: ProductPlan): ItemWrite | null {
  switch (plan.kind) {
    case "create":
    case "recreate":
      return { kind: "create", newItem: plan.newItem };
    case "update":
      return { kind: "change", item: plan.item, change: plan.change };
    case "link":
      return plan.change ? { kind: "change", item: plan.item, change: plan.change } : null;
    case "unchanged":
    case "fail":
      return null;
  }
}

function pricesOf(item: PsaItem) {
  return { name: item.name, unitCost: item.unitCost, unitPrice: item.unitPrice };
}

/** The person may rename the item; only cost and price are kept equal. */
function pricesAfter(product: PlannedProduct, current: PsaItem | null) {
  return {
    name: current?.name ?? product.name,
    unitCost: product.unitCost,
    unitPrice: product.unitPrice,
  };
}

/** Gone from the price list: a linked item is left alone, and it is said. */
function unlisted(around: ProductAround, draft: ItemDraft): PlannedProductItem {
  const { product } = around;
  const facts = { product: product.name, sku: product.sku };
  const linked = product.psaItemId !== null;
  const issue: PlanIssue = {
    ...warn("source_product_not_found", facts),
    severity: linked ? "warning" : "error",
  };
  const outcome = worstOutcome("unchanged", [issue]);
  return {
    product,
    draft: { ...draft, item: { ...draft.item, outcome }, issues: [issue] },
    write: null,
    isNew: false,
    foundItemId: null,
  };
}

function settled(
  around: ProductAround,
  draft: ItemDraft,
  reason: string | null,
  issues: PlanIssue[],
): PlannedProductItem {
  return {
    product: around.product,
    draft: { ...draft, item: { ...draft.item, outcome: "skipped", reason }, issues },
    write: null,
    isNew: false,
    foundItemId: null,
  };
}

function emptyDraft(runId: string, product: { id: string; name: string }): ItemDraft {
  const key = `product:${product.id}`;
  return {
    item: {
      id: itemIdOf(runId, key),
      key,
      subject: "product",
      productId: product.id,
      title: product.name,
      outcome: "unchanged",
      lineCount: 0,
    },
    issues: [],
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [],
  };
}

/** A product on an invoice that no price list has ever named. */
export function draftOfUnknownProduct(
  runId: string,
  product: { sourceProductId: string; name: string },
): ItemDraft {
  const key = `product:${product.sourceProductId}`;
  const issue: PlanIssue = {
    code: "source_product_not_found",
    severity: "error",
    facts: { product: product.name },
  };
  return {
    item: {
      id: itemIdOf(runId, key),
      key,
      subject: "product",
      title: product.name,
      outcome: "failed",
      reason: issue.code,
      lineCount: 0,
    },
    issues: [issue],
    position: { confirmedThrough: null, confirmed: null, open: false },
    money: [],
  };
}
