import type { IsoDate } from "@/lib/values";
import type { PsaAgreement } from "@/workers/connectors/psa";
import { billingStart, missingForBilling } from "./calendar/boundary";
import { fail } from "./issues";
import type { Invoiced } from "./timeline/from-bills";
import type { PlanIssue, PricingStrategy } from "./types";

/** PRISM's unit prices are those of one month. */
const pricedMonths = 1;

/** What makes the agreement unfit for subscriptions, whatever the invoice says. */
export function checkAgreement(agreement: PsaAgreement, strategy: PricingStrategy): PlanIssue[] {
  const { name, status, endDate, cycleMonths } = agreement;
  if (status !== "active") return [fail("agreement_ended", { name, status, endDate })];
  if (agreement.oneTime || agreement.wrongKind) return [fail("agreement_type_mismatch", { name })];
  const missing = missingForBilling(agreement);
  if (missing.length > 0) return [fail("billing_cycle_mismatch", { name, missing: missing.join(", ") })];
  if (cycleMonths !== pricedMonths && strategy !== "quantity_only") {
    return [fail("billing_cycle_mismatch", { name, cycleMonths: String(cycleMonths) })];
  }
  return [];
}

/** Whether the agreement runs, and is billed, on every invoiced day that it has to bill. */
export function checkInvoicedDays(
  agreement: PsaAgreement,
  invoiced: Invoiced,
  boundary: IsoDate,
): PlanIssue[] {
  const { name, endDate } = agreement;
  const issues: PlanIssue[] = [];
  const start = billingStart(agreement);
  const first = invoiced.segments[0];
  if (start !== null && first && first.from < start) {
    issues.push(fail("effective_date_before_agreement", { name, date: first.from, startDate: start }));
  }
  const last = invoiced.segments.at(-1)?.to;
  if (endDate !== null && last && last >= boundary && endDate < last) {
    issues.push(fail("agreement_ended", { name, endDate, date: last }));
  }
  return issues;
}
