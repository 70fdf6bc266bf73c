import type { DecimalText } from "@/lib/values";
import { warn } from "../issues";
import type { PlanIssue } from "../types";

type Question = {
  /** The subscription that the line names and PRISM's tenants do not know. */
  subscriptionId: string;
  product: string;
  costAmount: DecimalText;
  currency: string | null;
};

/** An invoice line that is charged for a subscription of no customer: it is not guessed whose it is. */
export function findUnassignedUsage({ subscriptionId, product, costAmount, currency }: Question): PlanIssue {
  return warn("usage_unassigned", { subscription: subscriptionId, product, amount: costAmount, currency });
}
