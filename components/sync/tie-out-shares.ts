import type { DecimalText } from "@/lib/values";

/** Narrower than this share of the bar, a part could neither be seen nor pressed. */
const leastShare = 0.015;

/**
 * Shares of the bar's width, in the order of `amounts`, that sum to 1. Small parts are widened to be visible and
 * the large ones give way. A credit counts by its size. For drawing only: these are floats, amounts stay text.
 */
export function tieOutShares(amounts: DecimalText[]): number[] {
  const sizes = amounts.map((amount) => Math.abs(Number(amount)) || 0);
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (sum === 0) return sizes.map(() => 0);
  const widened = sizes.map((size) => (size === 0 ? 0 : Math.max(size / sum, leastShare)));
  const widenedSum = widened.reduce((total, share) => total + share, 0);
  return widened.map((share) => share / widenedSum);
}
