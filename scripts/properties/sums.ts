import { Decimal } from "decimal.js";
import type { Amounts } from "../months/psa-books";

/** In cents. */
export function sumAmounts(all: Amounts[]): Amounts {
  const of = (field: keyof Amounts) =>
    all.reduce((total, one) => total.plus(one[field]), new Decimal(0)).toFixed(2);
  return { cost: of("cost"), price: of("price") };
}
