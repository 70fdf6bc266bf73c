import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { ItemChange, NewItem, PsaItem } from "../../psa";
import { exactNumber } from "../../wire/json";
import { service } from "../errors";
import type { catalogItemSchema } from "../schemas";
import type { PatchOperation } from "./addition";

export type CatalogItem = z.output<typeof catalogItemSchema>;
/** Ids of the subcategory and the type that every catalogue item must have. */
export type ItemDefaults = { subcategoryId: string; typeId: string };

const longestVendorSku = 50;
const longestDescription = 60;

export function mapItem(item: CatalogItem): PsaItem {
  return {
    id: item.id,
    identifier: item.identifier,
    name: item.description ?? item.identifier,
    vendorSku: item.vendorSku,
    unitCost: item.cost ?? "0",
    unitPrice: item.price ?? "0",
    inactive: item.inactiveFlag,
  };
}

/** Throws `rejected` for a SKU that `vendorSku` cannot hold whole: cut, it would link other products too. */
export function itemBody(item: NewItem, { subcategoryId, typeId }: ItemDefaults): Record<string, unknown> {
  if (item.sku.length > longestVendorSku) {
    const words = `The SKU ${item.sku} is longer than the ${longestVendorSku} characters of a vendor SKU.`;
    throw new ApiError({ service, kind: "rejected", words });
  }
  return {
    identifier: item.sku,
    description: cut(item.name, longestDescription),
    customerDescription: item.name,
    subcategory: { id: exactNumber(subcategoryId) },
    type: { id: exactNumber(typeId) },
    productClass: "Agreement",
    vendorSku: item.sku,
    recurringFlag: true,
    price: exactNumber(item.unitPrice),
    cost: exactNumber(item.unitCost),
  };
}

export function itemPatch(change: ItemChange): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const replace = (path: string, value: unknown) => operations.push({ op: "replace", path, value });
  if (change.unitCost !== undefined) replace("cost", exactNumber(change.unitCost));
  if (change.unitPrice !== undefined) replace("price", exactNumber(change.unitPrice));
  return operations;
}

/** Never cuts a character that takes two units in half. */
function cut(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
}
