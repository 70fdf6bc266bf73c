import { Decimal } from "decimal.js";
import type { DecimalText } from "@/lib/values";

/** Decimals that hold every amount, quantity and share of a month that billing knows without loss. */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** One text for each value, so that equal values are equal texts: "25.00" → "25". Throws when it is no number. */
export function canonical(text: DecimalText): DecimalText {
  if (plain.test(text)) return text;
  if (/^[1-9]\d*\.\d+$/.test(text)) return text.replace(/\.?0+$/, "");
  const value = new Exact(text);
  return value.isZero() ? "0" : value.toFixed();
}

const plain = /^(0|-?[1-9]\d*)(\.\d*[1-9])?$/;

export function sameValue(a: DecimalText, b: DecimalText): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** Rounds half up (away from zero) to cents. */
export function toCents(amount: Exact): Exact {
  return amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** An amount as text with at least two decimals; what is finer than a cent is kept. */
export function amountText(amount: Exact): DecimalText {
  return (amount.isZero() ? new Exact(0) : amount).toFixed(Math.max(2, amount.decimalPlaces()));
}
