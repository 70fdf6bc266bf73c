import type { z } from "zod";
import { ApiError } from "@/lib/errors";
import type { ItemChange, NewItem, PsaItem } from "../../psa";
import { exactNumber } from "../../wire/json";
import { idNumber } from "../client/filter";
import { service } from "../errors";
import type { serviceSchema } from "../schemas";

export type Service = z.output<typeof serviceSchema>;

const prefix = "PC_";
const longestName = 100;
const longestSku = 50;

export function mapItem(one: Service): PsaItem {
  return {
    id: one.id,
    identifier: one.name,
    name: one.name,
    vendorSku: one.sku ?? skuOfName(one.name),
    unitCost: one.unitCost ?? "0",
    unitPrice: one.unitPrice ?? "0",
    inactive: !one.isActive,
  };
}

/** Tenants of an older version have no field for a SKU: there the name carries it, as a word "PC_<sku>". */
function skuOfName(name: string): string | null {
  return /(?:^|\s)PC_(\S+)/.exec(name)?.[1] ?? null;
}

/** How a name carries a SKU; those that we make begin with it. */
export function nameOfSku(sku: string): string {
  return prefix + sku;
}

/**
 * The values that the tenant's picklists and settings give. Throws `rejected` for a SKU that cannot be held whole (cut, it
 * would link other products too), and for a missing billing code (`billing_code_missing`).
 */
export function itemBody(item: NewItem, { hasSku, periodType }: { hasSku: boolean; periodType: string }) {
  const { sku, billingCodeId, vendorId } = item;
  const start = nameOfSku(sku);
  if (/\s/.test(sku) || start.length > longestName || (hasSku && sku.length > longestSku)) {
    throw refused(`The SKU "${sku}" does not fit into a service whole.`);
  }
  if (billingCodeId === undefined) {
    const words = "A service needs a billing code, and none is chosen in the settings.";
    throw new ApiError({ service, kind: "rejected", refusal: "billing_code_missing", words });
  }
  return {
    name: cut(`${start} ${item.name}`, longestName),
    ...(hasSku ? { sku } : {}),
    billingCodeID: idNumber(billingCodeId),
    ...(vendorId === undefined ? {} : { vendorCompanyID: idNumber(vendorId) }),
    periodType: idNumber(periodType),
    unitPrice: exactNumber(item.unitPrice),
    unitCost: exactNumber(item.unitCost),
    isActive: true,
  };
}

export function itemPatch(itemId: string, { unitCost, unitPrice }: ItemChange): Record<string, unknown> {
  return {
    id: idNumber(itemId),
    ...(unitCost === undefined ? {} : { unitCost: exactNumber(unitCost) }),
    ...(unitPrice === undefined ? {} : { unitPrice: exactNumber(unitPrice) }),
  };
}

/** Never cuts a character that takes two units in half. */
export function cut(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd();
}

function refused(words: string): ApiError {
  return new ApiError({ service, kind: "rejected", words });
}
