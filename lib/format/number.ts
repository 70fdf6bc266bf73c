import type { DecimalText } from "@/lib/values";

const locale = "en-AU";
const counts = new Intl.NumberFormat(locale);
const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 10 });

/** True when the text is a plain decimal such as "-12.50", which Intl formats exactly, without a float. */
export function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** A number of things: 1234 → "1,234". */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A quantity without idle zeros: "25.0000" → "25", "1234.5" → "1,234.5". Other text is shown as it stands. */
export function formatQuantity(quantity: DecimalText): string {
  return isDecimal(quantity) ? quantities.format(quantity) : quantity;
}

/** "1 line", "3 lines", "2 companies" (with an own plural). */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
