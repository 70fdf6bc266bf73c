import { uuidFrom } from "../world/random";
import type { PrismProductSeed } from "../world/seed";
import { decimal } from "./json";
import type { PrismState } from "./state";

/** The prices in force on a day. */
export function priceOn(product: PrismProductSeed, date: string): { price: string; retailPrice: string } {
  return product.priceChanges.findLast((change) => change.from <= date) ?? product;
}

export function priceListAnswer(state: PrismState, programId: string, date: string, excludeTiered: boolean) {
  const firstProgram = state.seed.contractAgreements[0]?.programId;
  const products = state.seed.products.filter(
    (product) =>
      product.listed &&
      (product.programId ?? firstProgram) === programId &&
      !(excludeTiered && product.tieredProductSku !== undefined),
  );
  const groups = [...new Set(products.map((product) => product.group))];
  return {
    ProductGroups: groups.map((group) => ({
      ProductGroupId: uuidFrom(`product group ${group}`),
      ProductGroup: group,
      Products: products
        .filter((product) => product.group === group)
        .map((product) => productAnswer(product, date)),
    })),
  };
}

function productAnswer(product: PrismProductSeed, date: string) {
  const { price, retailPrice } = priceOn(product, date);
  const yearly = product.sku.startsWith("P1Y:");
  const paidYearly = product.sku.startsWith("P1Y:A:");
  return {
    ProductId: product.productId,
    ProductName: product.name,
    ProductGroup: product.group,
    ProductGroupId: uuidFrom(`product group ${product.group}`),
    ProductSku: product.sku,
    Price: decimal(price),
    UnitPrice: decimal(price),
    RetailPrice: decimal(retailPrice),
    RetailUnitPrice: decimal(retailPrice),
    MinQty: product.tieredProductSku === undefined ? 1 : 250,
    MaxQty: 0,
    Qty: 0,
    ProductUnit: product.unit,
    ProductFrequencies: [yearly ? "1 Year" : "1 Month"],
    BillingCycleOptions: paidYearly ? 2 : 1,
    BillingCycleDuration: paidYearly ? 12 : 1,
    CommitmentValue: yearly ? 12 : null,
    TieredProductSku: product.tieredProductSku ?? null,
    ProductType: "NON-SPECIFIC",
    ProductDescription: null,
    ProductRestrictions: null,
    IsTrialProduct: product.isTrial,
  };
}
