import { Decimal } from "decimal.js";
import { countDays, daysInMonth } from "./plain-dates";
import type { PrismInvoiceLineSeed } from "./seed";

const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

/** quantity × unit price × ratio in cents, half a cent upwards. */
export function amountOf(quantity: string, unitPrice: string, ratio: string): string {
  return new Exact(quantity).times(unitPrice).times(ratio).toFixed(2);
}

export function sumOf(amounts: string[]): string {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Exact(0)).toFixed(2);
}

/** Days ÷ days of the month as the invoice writes it: 1 for a whole month, else ten decimals. */
function billableRatio(from: string, to: string): string {
  const days = countDays(from, to);
  const monthDays = daysInMonth(from);
  return days === monthDays ? "1" : new Exact(days).div(monthDays).toFixed(10);
}

export type LineFacts = Pick<
  PrismInvoiceLineSeed,
  "subscriptionId" | "offerName" | "chargeStart" | "chargeEnd" | "unitPrice" | "unitPriceRrp" | "quantity"
>;

/** The whole line from its facts; the ratio is that of its days unless it is given. */
export function lineFrom(facts: LineFacts, ratio = billableRatio(facts.chargeStart, facts.chargeEnd)) {
  return {
    ...facts,
    billableRatio: ratio,
    subTotal: amountOf(facts.quantity, facts.unitPrice, ratio),
    subTotalRrp: amountOf(facts.quantity, facts.unitPriceRrp, ratio),
  };
}

/**
 * True when the ten decimals of the ratio round to the same cents as the exact fraction, for cost and retail:
 * only then can a PSA that prorates by days bill exactly the invoice's amount.
 */
export function agreesWithExactDays(line: PrismInvoiceLineSeed): boolean {
  const days = countDays(line.chargeStart, line.chargeEnd);
  const monthDays = daysInMonth(line.chargeStart);
  const exact = (unitPrice: string) =>
    new Exact(line.quantity).times(unitPrice).times(days).div(monthDays).toFixed(2);
  return exact(line.unitPrice) === line.subTotal && exact(line.unitPriceRrp) === line.subTotalRrp;
}
