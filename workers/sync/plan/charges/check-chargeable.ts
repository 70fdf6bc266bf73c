import { findCurrencyMismatch } from "../around/find-currency-mismatch";
import { billingCalendar } from "../calendar/boundary";
import { checkAgreement } from "../check-agreement";
import { fail } from "../issues";
import type { PlanIssue } from "../types";
import { type ChargeDays, chargePeriod, onceBilledDays } from "./charge-period";
import type { ChargesInput, Due } from "./types";

type Chargeable = Pick<ChargesInput, "agreement" | "kind" | "currency" | "charges">;

type Bearing = { errors: PlanIssue[]; daysOf: (due: Due) => ChargeDays };

/** Whether the agreement can bear charges for these dues, and on which days. Nothing is checked for none. */
export function checkChargeable(input: Chargeable, dues: Due[]): Bearing {
  const daysOf = (due: Due) => bearingDays(due, input);
  const [first] = dues;
  if (!first) return { errors: [], daysOf };
  const { agreement, kind } = input;
  const errors = [
    ...findCurrencyMismatch(agreement, input.currency),
    ...(kind === "annual"
      ? checkOnceBilled(input, daysOf(first))
      : checkAgreement(agreement, "quantity_only")),
  ];
  if (errors.length > 0) return { errors, daysOf };
  return { errors: dues.flatMap((due) => checkEnd(input, daysOf(due))).slice(0, 1), daysOf };
}

/** A yearly payment is no part of a monthly agreement: it would be billed again each month, or prorated. */
function checkOnceBilled({ agreement, charges }: Chargeable, { from, to }: ChargeDays): PlanIssue[] {
  const { name, status, endDate } = agreement;
  if (status !== "active") return [fail("agreement_ended", { name, status, endDate })];
  if (!agreement.oneTime) return [fail("agreement_type_mismatch", { name, wanted: "one_time" })];
  const wasBilled = agreement.billed !== "as_posted" && charges.some((charge) => charge.billed === true);
  return wasBilled ? [fail("period_already_invoiced", { name, from, to })] : [];
}

function checkEnd({ agreement }: Chargeable, { from }: ChargeDays): PlanIssue[] {
  const { name, endDate } = agreement;
  return endDate !== null && endDate < from ? [fail("agreement_ended", { name, endDate, date: from })] : [];
}

function bearingDays(due: Due, { agreement, kind }: Chargeable): ChargeDays {
  const calendar = kind === "annual" ? null : billingCalendar(agreement);
  return calendar
    ? chargePeriod(calendar, agreement, due.periodStart)
    : onceBilledDays(agreement, due.charged);
}
