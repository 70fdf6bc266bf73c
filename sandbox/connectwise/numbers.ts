import { Decimal } from "decimal.js";

/** Exact arithmetic for money and quantities; halves round away from zero. */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

/** A JSON number as the decimal that was written: 28.1 is 28.1. An absent one is zero. */
export function exact(value: number | undefined): Decimal {
  return new Exact(value ?? 0);
}

export function cents(value: Decimal): Decimal {
  return value.toDecimalPlaces(2);
}
