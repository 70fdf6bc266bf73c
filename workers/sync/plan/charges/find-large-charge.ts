import type { DecimalText } from "@/lib/values";
import { amountText, type Exact } from "../exact";
import { hold } from "../issues";
import type { GuardLimits, PlanIssue } from "../types";
import type { Amounts } from "./amounts";
import type { ChargesInput, Due } from "./types";

/**
 * Whether an amount that would be posted unasked goes beyond a limit: of money, by what it differs in partner cost from
 * the last amount of its key, or in percent of that. Without a last one it counts from nothing, and percent tells
 * nothing. The limit of quantity is one of seats. null: within the limits.
 */
export function findLargeCharge(due: Due, last: Amounts | null, input: ChargesInput): PlanIssue | null {
  const { cost } = due.wanted;
  const excess = findExcess(cost, last?.cost ?? null, input.rules.guard);
  if (!excess) return null;
  return hold("large_change", {
    ...excess,
    costAmount: amountText(cost),
    lastCost: last && amountText(last.cost),
    currency: input.currency,
    product: input.productName,
    from: due.periodStart,
    to: due.periodEnd,
    agreementId: input.agreement.id,
  });
}

function findExcess(
  cost: Exact,
  last: Exact | null,
  { money, percent }: GuardLimits,
): { field: "money" | "percent"; limit: DecimalText } | null {
  const change = cost.minus(last ?? 0).abs();
  if (money !== null && change.gt(money)) return { field: "money", limit: money };
  const exceeds = percent !== null && last?.gt(0) && change.times(100).gt(last.times(percent));
  return exceeds ? { field: "percent", limit: String(percent) } : null;
}
