import type { Calendar } from "./calendar";
import { programOf } from "./data/agreements";
import { listPriceChanges } from "./data/events";
import { type ProductRow, productByKey, skuOf } from "./data/products";
import { addMonths } from "./plain-dates";
import { uuidFrom } from "./random";
import type { PrismProductSeed } from "./seed";

export function productFrom(row: ProductRow, calendar: Calendar): PrismProductSeed {
  return {
    productId: uuidFrom(`product ${row.key}`),
    ...(row.program && { programId: programOf(row.program).id }),
    name: row.name,
    group: row.group,
    sku: skuOf(row),
    price: row.price,
    retailPrice: row.retailPrice,
    unit: "Licenses",
    isTrial: false,
    listed: true,
    priceChanges: listPriceChanges
      .filter((change) => change.product === row.key)
      .map((change) => ({
        from: addMonths(calendar.newest, change.month),
        price: change.price,
        retailPrice: change.retailPrice,
      })),
  };
}

const premium = productByKey("premium");

export const tieredPremium: PrismProductSeed = {
  productId: uuidFrom("product premium from 250 seats"),
  name: `${premium.name} (250 seats and more)`,
  group: premium.group,
  sku: `${skuOf(premium)}:T250`,
  price: "27.35",
  retailPrice: premium.retailPrice,
  unit: "Licenses",
  isTrial: false,
  listed: true,
  priceChanges: [],
  tieredProductSku: skuOf(premium),
};
