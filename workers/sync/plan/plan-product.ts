import type { ItemChange, NewItem, PsaItem } from "@/workers/connectors/psa";
import { canonical, sameValue } from "./exact";
import { fail, warn } from "./issues";
import type { PlanIssue, PricingStrategy } from "./types";

/** A product of the price list as the planner needs it; unit cost and price ex tax. */
export type PlannedProduct = { sku: string | null; name: string; unitCost: string; unitPrice: string };

export type ProductInput = {
  product: PlannedProduct;
  /** How many products of the price list carry this SKU, this one included. */
  sameSku: number;
  /** The item that the product is linked to, and that item as just read; `item` null: it is gone from the PSA. */
  link: { itemId: string; item: PsaItem | null; byPerson: boolean } | null;
  /** Every PSA item whose vendor SKU is the product's. */
  itemsBySku: PsaItem[];
  /** The other product that an item is linked to, by its name; null: none. */
  ownerOf: (itemId: string) => string | null;
  strategy: PricingStrategy;
};

/** What to do for one product. `change` null: cost and price of the item are right. */
export type ProductPlan = { issues: PlanIssue[] } & (
  | { kind: "unchanged"; item: PsaItem }
  | { kind: "update"; item: PsaItem; change: ItemChange }
  | { kind: "link"; item: PsaItem; change: ItemChange | null }
  | { kind: "create"; newItem: NewItem }
  | { kind: "recreate"; newItem: NewItem; formerItemId: string }
  | { kind: "fail" }
);

/**
 * The item is found by its link, whatever a person has renamed it to; else by vendor SKU; else it is created. Of an
 * item that exists only cost and price are changed, as far as the strategy owns them. Pure.
 */
export function planProduct({
  product,
  sameSku,
  link,
  itemsBySku,
  ownerOf,
  strategy,
}: ProductInput): ProductPlan {
  const { sku, name } = product;
  // Which of them is meant only a person can tell, and a link made by hand has told it.
  if (sameSku > 1 && !link?.byPerson) return refuse("source_product_ambiguous", { product: name, sku });
  if (link?.item) {
    const change = priceChange(product, link.item, strategy);
    const issues = inactiveWarning(link.item);
    return change
      ? { kind: "update", item: link.item, change, issues }
      : { kind: "unchanged", item: link.item, issues };
  }
  if (sameSku > 1) return refuse("source_product_ambiguous", { product: name, sku });
  if (sku === null) return refuse("source_product_not_found", { product: name });
  if (itemsBySku.length > 1) {
    return refuse("psa_duplicate_name", {
      product: name,
      sku,
      itemIds: itemsBySku.map(({ id }) => id).join(", "),
    });
  }
  const [found] = itemsBySku;
  // Two products on one item would overwrite each other's price.
  const other = found ? ownerOf(found.id) : null;
  if (found && other) return refuse("psa_duplicate_name", { product: name, sku, itemId: found.id, other });
  if (found) {
    return {
      kind: "link",
      item: found,
      change: priceChange(product, found, strategy),
      issues: inactiveWarning(found),
    };
  }
  const newItem = {
    sku,
    name,
    unitCost: canonical(product.unitCost),
    unitPrice: canonical(product.unitPrice),
  };
  return link
    ? { kind: "recreate", newItem, formerItemId: link.itemId, issues: [] }
    : { kind: "create", newItem, issues: [] };
}

function priceChange(product: PlannedProduct, item: PsaItem, strategy: PricingStrategy): ItemChange | null {
  const change: ItemChange = {};
  if (strategy !== "quantity_only" && !sameValue(product.unitCost, item.unitCost)) {
    change.unitCost = canonical(product.unitCost);
  }
  if (strategy === "cost_and_retail" && !sameValue(product.unitPrice, item.unitPrice)) {
    change.unitPrice = canonical(product.unitPrice);
  }
  return Object.keys(change).length > 0 ? change : null;
}

function inactiveWarning(item: PsaItem): PlanIssue[] {
  return item.inactive ? [warn("psa_item_inactive", { name: item.name, itemId: item.id })] : [];
}

function refuse(code: string, facts: Record<string, string | null>): ProductPlan {
  return { kind: "fail", issues: [fail(code, facts)] };
}
