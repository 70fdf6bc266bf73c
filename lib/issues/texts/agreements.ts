import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

const untouched = "Nothing was changed for this subscription.";

const missingForBilling: Record<string, string> = {
  billed: "whether it is billed in advance or in arrears",
  cycleMonths: "a billing cycle of whole months",
  nextInvoiceDate: "the date of its next invoice",
};

function agreement(f: FactReader): string {
  return f.quoted("name") ?? `The ${f.its.agreement}`;
}

function agreementEnd(f: FactReader): string {
  const end = f.date("endDate");
  const status = f.text("status");
  if (status === "cancelled" || status === "inactive") return `${agreement(f)} is ${status} in ${f.psa}`;
  if (end === null) return `${agreement(f)} has ended in ${f.psa}`;
  return `${agreement(f)} ${f.date("date") ? "ends" : "ended"} on ${end}`;
}

function missingAgreement(f: FactReader): string {
  const other = f.text("belongsTo");
  if (other) return `${agreement(f)} belongs to another company in ${f.psa}, number ${other}.`;
  const name = f.quoted("name") ?? `The ${f.its.agreement} that this customer is mapped to`;
  return `${name} no longer exists in ${f.psa}, or our keys may not see it.`;
}

function cycleProblem(f: FactReader): string {
  const missing = f.text("missing");
  if (missing) {
    const names = missing.split(/,\s*/).map((name) => missingForBilling[name] ?? name);
    return `${agreement(f)} does not say ${names.join(", nor ")}.`;
  }
  const months = f.text("cycleMonths");
  return months
    ? `${agreement(f)} is billed every ${months} months, while PRISM’s prices are those of one month.`
    : `The billing cycle of ${f.quoted("name") ?? `the ${f.its.agreement}`} does not fit this subscription.`;
}

function lateStart(f: FactReader): string {
  const name = f.quoted("name") ?? `the ${f.its.agreement}`;
  const [date, startDate] = [f.date("date"), f.date("startDate")];
  if (date === null) return `The invoice bills this subscription for days before ${name} is billed.`;
  const start = startDate ? `starts on ${startDate}` : "starts later";
  return `The invoice bills this subscription from ${date}, but the billing of ${name} ${start}.`;
}

/** Issues of agreements and contracts. Facts: name, status, endDate, startDate, date, missing, cycleMonths, … */
export const agreementTexts = {
  agreement_missing: {
    severity: "error",
    title: (its) => `The ${its.agreement} is gone`,
    actions: ["choose_agreement", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: `${missingAgreement(f)}${f.said(f.Psa)}`,
      effect: untouched,
      remedy: `Choose another ${f.its.agreement}, or create one there and refresh the list; then retry.`,
    }),
    why: "The agreement was deleted, or the permissions of the connection no longer cover it.",
    steps: [
      "Look for the agreement in the PSA.",
      "If it is gone, map the customer to the agreement that took its place.",
      "If it is there, check the permissions of the connection with its Test.",
      "Retry.",
    ],
  },
  agreement_ended: {
    severity: "error",
    title: (its) => `The ${its.agreement} has ended`,
    actions: ["choose_agreement", "open_in_psa", "retry", "exclude"],
    explain: (f) => ({
      happened: `${agreementEnd(f)}, ${
        f.date("date") ? `and the invoice covers days up to ${f.date("date")}` : "so it takes no new lines"
      }.${f.said(f.Psa)}`,
      effect: f.date("earliestEnd")
        ? `${untouched} The ${f.its.agreement} was not extended either, because that is done only where it ended on ${f.date("earliestEnd")} or later.`
        : untouched,
      remedy: `Extend the ${f.its.agreement} in ${f.psa}, or choose another one here; then retry.`,
    }),
    why: "An agreement with an end date bills nothing after it. The customer still holds the subscription, so its licences would go unbilled. Where a setting lets us extend it, we do so only up to one whole billing period after its end: one that ended earlier was rather ended than forgotten.",
    steps: [
      "Ask whether the customer’s contract was renewed.",
      "If so, extend the agreement in the PSA, or map the customer to the new one.",
      "Retry. Everything that the invoice asks for is then brought over.",
      "If the customer has left, exclude the subscription with a reason and cancel it in PRISM.",
    ],
  },
  agreement_type_mismatch: {
    severity: "error",
    title: (its) => `The ${its.agreement} is of another kind`,
    actions: ["choose_agreement", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: f.text("wanted")
        ? `${agreement(f)} cannot take one-off charges: annual payments need ${f.its.aChargeAgreement}.`
        : `${agreement(f)} is not a recurring ${f.its.agreement} that can carry this subscription.`,
      effect: untouched,
      remedy: `Choose a fitting ${f.its.agreement} of this customer; then retry.`,
    }),
    why: "Monthly subscriptions need an agreement that is billed again and again. One-time agreements are for annual charges only and are mapped separately.",
    steps: ["Open the customer’s mapping and pick a recurring agreement.", "Retry."],
  },
  billing_cycle_mismatch: {
    severity: "error",
    title: "The billing cycle does not fit",
    actions: ["choose_agreement", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: cycleProblem(f),
      effect: f.text("missing")
        ? `Without it nobody can say which days ${f.psa} has billed already, so nothing was changed for this subscription.`
        : untouched,
      remedy: f.text("missing")
        ? `Complete the ${f.its.agreement} there, or choose one that is billed by the month; then retry.`
        : `Choose ${f.its.anAgreement} that is billed by the month; then retry.`,
    }),
    why: "From the cycle, the terms and the next invoice date follows the first day that the PSA has not billed yet. No change is made before that day, so all three must be known.",
    steps: [
      "Open the agreement and look at its billing cycle, its terms and its next invoice date.",
      "Complete what is missing, or map the customer to a monthly agreement.",
      "Retry.",
    ],
  },
  currency_mismatch: {
    severity: "error",
    title: "The currencies differ",
    actions: ["choose_agreement", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: `The invoice is in ${f.text("invoiceCurrency") ?? "one currency"}, ${
        f.quoted("name") ?? `the ${f.its.agreement}`
      } is in ${f.text("agreementCurrency") ?? "another"}.`,
      effect: "Nothing is ever converted, so nothing was changed for this subscription.",
      remedy: `Choose ${f.its.anAgreement} in the invoice’s currency; then retry.`,
    }),
    why: "Amounts of different currencies cannot be compared, and any rate that we chose could be wrong.",
    steps: ["Map the customer to an agreement in the invoice’s currency.", "Retry."],
  },
  effective_date_before_agreement: {
    severity: "error",
    title: (its) => `The charge begins before the ${its.agreement} does`,
    actions: ["open_in_psa", "choose_agreement", "retry"],
    explain: (f) => ({
      happened: `${lateStart(f)}${f.said(f.Psa)}`,
      effect: untouched,
      remedy: `Move the ${f.its.agreement}’s start, or choose the one that covers these days; then retry.`,
    }),
    why: "A PSA takes no line that begins before its agreement is billed. Beginning later would leave the first days unbilled, so the date is not moved by itself.",
    steps: [
      "Compare the start of the agreement with the day on which the customer began.",
      "Move the agreement’s billing start, or map the agreement that was in force then.",
      "Retry.",
    ],
  },
  period_already_invoiced: {
    severity: "error",
    title: "These days are already invoiced",
    actions: ["open_in_psa", "retry", "exclude"],
    explain: (f) => ({
      happened: `${f.Psa} has already invoiced ${f.days("from", "to") ?? "these days"} on ${
        f.quoted("name") ?? `this ${f.its.agreement}`
      } and takes no change to them.${f.said(f.Psa)}`,
      effect: "Nothing was changed.",
      remedy:
        "Open the next period there or post the amount elsewhere; then retry, or exclude it with a reason.",
    }),
    why: "Invoiced days are closed in the PSA. This happens when an agreement is invoiced before PRISM’s invoice arrives, or between our reading and our writing.",
    steps: [
      "Look at the agreement’s last invoice.",
      "If it was made too early, reopen it; otherwise bill the difference elsewhere and exclude this item.",
      "Ask whether the agreement should be billed in arrears: then PRISM’s invoice is always there in time.",
    ],
  },
  prorate_disabled: {
    severity: "warning",
    title: (its) => `The ${its.agreement} does not bill part months`,
    actions: ["acknowledge", "open_in_psa"],
    explain: (f) => ({
      happened: `${agreement(f)} always bills whole periods, while the invoice has a change within one.`,
      effect: `The change takes effect with the ${f.its.agreement}’s next period${
        f.money("amount") ? `; the difference to the invoice is ${f.money("amount")}` : ""
      }.`,
      remedy: `Turn proration on for the ${f.its.agreement} in ${f.psa}, or acknowledge this if you accept it.`,
    }),
    why: "An agreement without proration bills every line for the whole of each period that it touches. A change in the middle would bill both the old and the new line in full, so it waits for the next period.",
    steps: [
      "Decide whether this customer should pay for part months.",
      "If so, turn proration on for the agreement; later changes then take effect on their day.",
      "Otherwise acknowledge the warning.",
    ],
  },
} satisfies Record<string, IssueText>;
