import type { PlanSum } from "@/db/queries/portal/plans/plan-sums";
import { formatMoney, isZero } from "@/lib/format/money";
import { countOf } from "@/lib/format/number";

type Sum = Pick<PlanSum, "currency" | "monthly" | "lines" | "priceChange" | "costChange" | "unpriced">;

/**
 * What lines would add to the bills, in words: "+$30.00 a month (your cost +$21.00)", "−$12.50 once"; one for each
 * currency and way of billing.
 */
export function planMoney(sums: readonly Sum[]): string[] {
  return sums.flatMap(({ currency, monthly, lines, priceChange, costChange, unpriced }) => {
    if (lines === 0) return [];
    const times = monthly ? "a month" : "once";
    if (unpriced === lines) return [`${countOf(lines, "line")} at the PSA’s own prices`];
    const cost = isZero(costChange) ? "" : ` (your cost ${signed(costChange, currency)})`;
    const rest = unpriced > 0 ? `, and ${countOf(unpriced, "line")} at the PSA’s own prices` : "";
    return [`${signed(priceChange, currency)} ${times}${cost}${rest}`];
  });
}

function signed(amount: string, currency: string | null): string {
  if (isZero(amount)) return `±${formatMoney("0", currency)}`;
  return amount.startsWith("-")
    ? `−${formatMoney(amount.slice(1), currency)}`
    : `+${formatMoney(amount, currency)}`;
}
