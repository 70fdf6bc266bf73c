import type { DecimalText, IsoDate } from "@/lib/values";
import { canonical } from "./exact";
import type { LineKind } from "./types";

/** An invoice line with what is known of its subscription and product. */
export type ClassifiedLine = {
  /** null: the line names no subscription. */
  subscriptionId: string | null;
  /** Last day that it charges. */
  chargeEnd: IsoDate;
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
 * What an invoice line stands for, which decides what becomes of it. A person looks at credits and adjustments: at
 * anything negative, any line without a subscription, and licences of days that lie wholly before the invoice's usage
 * (`periodStart`: its first day), which an earlier invoice has spoken of, so that nobody knows whether the quantity is
 * all of it or what is added. Usage and annual payments are amounts and may come late. A trial that costs something is
 * billed like anything else.
 */
export function classifyLine(line: ClassifiedLine, periodStart: IsoDate): LineKind {
  const negative = [line.quantity, line.costAmount, line.priceAmount].some(isNegative);
  if (negative || !line.subscriptionId) return "credit";
  if (line.usageBased === null) return "unassigned";
  if (line.usageBased) return "azure";
  if (line.trial && isZero(line.costAmount) && isZero(line.priceAmount)) return "trial";
  if (line.billedAnnually || annualPrefix.test(line.sku ?? "")) return "annual";
  return line.chargeEnd < periodStart ? "credit" : "licence";
}

function isZero(amount: DecimalText): boolean {
  return canonical(amount) === "0";
}

function isNegative(amount: DecimalText): boolean {
  return canonical(amount).startsWith("-");
}
