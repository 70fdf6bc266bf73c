import type { DecimalText } from "@/lib/values";
import type { PsaCharge } from "@/workers/connectors/psa";
import { amountText, Exact } from "../exact";
import { isUnder } from "./reference";

/** Partner cost and retail, ex tax; negative: given back. */
export type Amounts = { cost: Exact; price: Exact };

type Carrier = { costAmount: DecimalText; priceAmount: DecimalText };

/** Exact, in one currency. */
export function sumAmounts(carriers: Carrier[]): Amounts {
  let [cost, price] = [new Exact(0), new Exact(0)];
  for (const { costAmount, priceAmount } of carriers) {
    cost = cost.plus(costAmount);
    price = price.plus(priceAmount);
  }
  return { cost, price };
}

/** What stands in the PSA under a reference, further charges included. */
export function sumPosted(reference: string, charges: PsaCharge[]): Amounts & { count: number } {
  const posted = charges.filter((charge) => isUnder(reference, charge.reference));
  return { ...sumAmounts(posted), count: posted.length };
}

/** What is still to be posted; negative: to be given back. */
export function restOf(wanted: Amounts, posted: Amounts): Amounts {
  return { cost: wanted.cost.minus(posted.cost), price: wanted.price.minus(posted.price) };
}

/** Neither cost nor price. */
export function isNothing({ cost, price }: Amounts): boolean {
  return cost.isZero() && price.isZero();
}

/** As they are written and shown, with two decimals at least. */
export function amountTexts({ cost, price }: Amounts): Carrier {
  return { costAmount: amountText(cost), priceAmount: amountText(price) };
}
