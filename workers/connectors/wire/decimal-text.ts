import { Decimal } from "decimal.js";
import type { DecimalText } from "@/lib/values";

const plain = /^-?\d+(\.\d+)?$/;
const scientific = /^-?\d+(\.\d+)?[eE][+-]?\d{1,3}$/;

/**
 * A decimal as an API writes it → our plain form without idle zeros: "28.10" → "28.1", "1E-05" → "0.00001", "-0" → "0".
 * Exact, whatever its length. null when the text is no decimal number (also for "1,234.50", "NaN", "").
 */
export function parseDecimal(text: string): DecimalText | null {
  if (plain.test(text)) return withoutIdleZeros(text);
  return scientific.test(text) ? new Decimal(text).toFixed() : null;
}

function withoutIdleZeros(text: string): DecimalText {
  const whole = text.replace(/^(-?)0+(?=\d)/, "$1");
  const short = whole.includes(".") ? whole.replace(/\.?0+$/, "") : whole;
  return short === "-0" ? "0" : short;
}
