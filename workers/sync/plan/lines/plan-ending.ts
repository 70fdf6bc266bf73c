import type { IsoDate } from "@/lib/values";
import type { AgreementLine, LineChange, PsaAgreement } from "@/workers/connectors/psa";
import { billingBoundary, missingForBilling } from "../calendar/boundary";
import { dayBefore, later } from "../calendar/dates";
import { canonical } from "../exact";
import { fail } from "../issues";
import type { PlanIssue } from "../types";

export type EndingPlan =
  | { kind: "over" }
  | { kind: "end"; change: LineChange }
  | { kind: "fail"; issue: PlanIssue };

/**
 * How a line comes to its end on `lastDay`, or as early as nothing changes that is invoiced. One that begins only
 * after that day keeps its first day and bills nothing. Pure.
 */
export function planEnding(
  line: AgreementLine,
  agreement: PsaAgreement,
  lastDay: IsoDate | null,
): EndingPlan {
  if (!line.billable || canonical(line.quantity) === "0") return { kind: "over" };
  const boundary = billingBoundary(agreement);
  if (boundary === null) {
    const { name } = agreement;
    const missing = missingForBilling(agreement).join(", ");
    return { kind: "fail", issue: fail("billing_cycle_mismatch", { name, missing }) };
  }
  const invoicedTo = dayBefore(boundary);
  const to = lastDay === null ? invoicedTo : later(lastDay, invoicedTo);
  if (line.to !== null && line.to <= to) return { kind: "over" };
  if (line.from > to) return { kind: "end", change: { quantity: "0", to: line.from } };
  return { kind: "end", change: { to } };
}
