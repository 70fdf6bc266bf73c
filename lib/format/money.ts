import { isDecimal } from "@/lib/format/number";
import type { DecimalText } from "@/lib/values";

const locale = "en-AU";
/** Unit prices may have more digits than cents have; none is rounded away. */
const mostDigits = 10;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Money for reading: ("8660.1", "AUD") → "$8,660.10", ("0.00125", "AUD") → "$0.00125".
 * The sign is the currency's own short one; `formatMoneyWithCode` says which dollar it is.
 * `currency` is ISO 4217, or null where the source names none. Text that is no decimal is shown as it stands.
 */
export function formatMoney(amount: DecimalText, currency: string | null): string {
  return isDecimal(amount) ? formatterFor(currency).format(withoutMinusZero(amount)) : amount;
}

/** As formatMoney, followed by the currency: "$48,112.40 AUD". For totals and headings. */
export function formatMoneyWithCode(amount: DecimalText, currency: string | null): string {
  const money = formatMoney(amount, currency);
  return currency === null ? money : `${money} ${currency}`;
}

/** True for "0", "0.00", "-0.0". */
export function isZero(amount: DecimalText): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

function withoutMinusZero(amount: `${number}`): `${number}` {
  return isZero(amount) ? "0" : amount;
}

function formatterFor(currency: string | null): Intl.NumberFormat {
  const known = formatters.get(currency ?? "");
  if (known) return known;
  const made = new Intl.NumberFormat(locale, formatOptions(currency));
  formatters.set(currency ?? "", made);
  return made;
}

function formatOptions(currency: string | null): Intl.NumberFormatOptions {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) {
    return { minimumFractionDigits: 2, maximumFractionDigits: mostDigits };
  }
  return { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: mostDigits };
}
