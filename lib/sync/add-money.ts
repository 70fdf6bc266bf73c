import { Decimal } from "decimal.js";
import type { DecimalText } from "@/lib/values";

/** The exact sum of amounts of one currency. */
export function addMoney(amounts: readonly DecimalText[]): DecimalText {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)).toFixed();
}
