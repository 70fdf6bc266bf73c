import type { DecimalText } from "@/lib/values";
import { canonical } from "./exact";
import type { LineKind } from "./types";

/** An invoice line with what is known of its subscription and product. */
export type ClassifiedLine = {
  /** null: the line names no subscription. */
  subscriptionId: string | null;
  quantity: DecimalText;
  costAmount: DecimalText;
  priceAmount: DecimalText;
  /** null: PRISM's tenants have no such subscription. */
  usageBased: boolean | null;
  billedAnnually: boolean | null;
  /** Vendor SKU with its term prefix. */
  sku: string | null;
  trial: boolean | null;
};

/** The term prefix of what is bought for a year and paid at once; `P1Y:M` is paid by the month. */
const annualPrefix = /^P1Y:A(:|$)/i;

/**
 * What an invoice line stands for, which decides what becomes of it. Anything negative, and any line without a
 * subscription, is a credit or adjustment whatever else it says: a person looks at it.
 */
export function classifyLine(line: ClassifiedLine): LineKind {
  const negative = [line.quantity, line.costAmount, line.priceAmount].some(isNegative);
  if (negative || !line.subscriptionId) return "credit";
  if (line.usageBased === null) return "unassigned";
  if (line.usageBased) return "azure";
  if (line.trial) return "trial";
  if (line.billedAnnually || annualPrefix.test(line.sku ?? "")) return "annual";
  return "licence";
}

function isNegative(amount: DecimalText): boolean {
  return canonical(amount).startsWith("-");
}
