import { Decimal } from "decimal.js";

/** Exact arithmetic for money and quantities; halves round away from zero. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

export type Share = { days: number; periodDays: number };

/** quantity × unit price for some days of a period, rounded half up to cents. */
export function amountOf(quantity: string | number, unitPrice: string, share?: Share): string {
  const whole = new Exact(quantity).times(unitPrice);
  return (share ? whole.times(share.days).div(share.periodDays) : whole).toFixed(2);
}

export function sumOf(amounts: string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed(2);
}
