import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

function inconsistency(f: FactReader): string {
  const invoice = f.text("invoice") ? `Invoice ${f.text("invoice")}` : "The invoice";
  if (f.text("reason") === "void") return `${invoice} has been withdrawn by PRISM after we had read it.`;
  if (f.money("total") && f.money("sum")) {
    return `${invoice} says that it comes to ${f.money("total")}, but its lines sum to ${f.money("sum")}.`;
  }
  const days = f.days("from", "to");
  if (days) return `The invoice has more than one quantity for this subscription on the same days, ${days}.`;
  return f.text("words")
    ? `What PRISM sent cannot be right. ${f.text("words")}`
    : "What PRISM sent contradicts itself or is incomplete.";
}

/** Issues of reading PRISM. Facts: invoice, total, sum, from, to, reason, date, words. */
export const sourceTexts = {
  source_unauthorised: {
    severity: "error",
    title: "PRISM does not accept our keys",
    actions: ["edit_source", "run_now"],
    explain: (f) => ({
      happened: `PRISM refused the keys of your account.${f.said("PRISM")}`,
      effect: `Nothing could be read, so nothing was changed in ${f.psa}.`,
      remedy: "Enter the client id and secret again under Connections and press Test; then run the sync.",
    }),
    why: "The secret was renewed or has expired, or API access was switched off for your account.",
    steps: [
      "Make a new client secret in PRISM.",
      "Enter it under Connections and press Test.",
      "Run the sync: invoices that came meanwhile are brought over in their order.",
    ],
  },
  source_unavailable: {
    severity: "error",
    title: "PRISM cannot be reached",
    actions: ["retry"],
    explain: (f) => ({
      happened: `PRISM did not answer, or answered with an error of its own.${f.said("PRISM")}`,
      effect: `Nothing was changed in ${f.psa}, and what was known before is kept.`,
      remedy: "Nothing to do at first: it is fetched again by itself. Retry by hand if you cannot wait.",
    }),
    why: "The service was down, being updated, or the way there was interrupted.",
    steps: ["Wait for the next try, or retry.", "Ask your distributor if it goes on for a day."],
  },
  source_inconsistent: {
    severity: "error",
    title: "The invoice contradicts itself",
    actions: ["retry", "exclude"],
    explain: (f) => ({
      happened: inconsistency(f),
      effect: `Nothing was changed in ${f.psa} because of it.`,
      remedy: "Retry to fetch it once more. If it stays so, ask your distributor to correct the invoice.",
    }),
    why: "An invoice is only used when its lines can be read, agree with its total, and give one quantity for each day. Otherwise somebody would be billed for a guess.",
    steps: [
      "Retry: an invoice is sometimes read while it is being written.",
      "Compare it with the invoice in PRISM.",
      "Ask your distributor to correct it. A corrected invoice is taken up by itself.",
    ],
  },
  source_total_missing: {
    severity: "warning",
    title: "The invoice has no total",
    actions: ["acknowledge"],
    explain: (f) => ({
      happened: `PRISM gave no total for ${f.text("invoice") ? `invoice ${f.text("invoice")}` : "this invoice"}.`,
      effect: "The sum of its lines stands in, so a line that is missing altogether would not be noticed.",
      remedy: "Compare the sum with the invoice that you were sent, and acknowledge it.",
    }),
    why: "PRISM does not give a total with every invoice. With a total we can prove that no line was lost on the way.",
    steps: [
      "Compare the sum on this page with the total on the invoice from your distributor.",
      "Acknowledge the warning if they agree; tell your distributor if not.",
    ],
  },
  invoice_late: {
    severity: "warning",
    title: "The invoice is late",
    actions: ["run_now", "acknowledge"],
    explain: (f) => ({
      happened: `The invoice${f.days("from", "to") ? ` for ${f.days("from", "to")}` : ""} ${
        f.date("date") ? `was expected on ${f.date("date")}` : "should have been there by now"
      } and is not in PRISM yet.`,
      effect: `Nothing was changed; ${f.psa} bills what the last invoice said.`,
      remedy: "Wait for it, or ask your distributor. As soon as it is there, it is brought over by itself.",
    }),
    why: "We look for a new invoice every day. This one has not come at its usual time.",
    steps: [
      "See in PRISM whether the invoice is there.",
      "Hold back your own invoices for this period if you can.",
      "Run the sync when it has come, or wait for the daily check.",
    ],
  },
} satisfies Record<string, IssueText>;
