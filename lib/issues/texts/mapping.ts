import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

function annualReason(f: FactReader): string {
  switch (f.text("reason")) {
    case "not_mapped":
      return `no ${f.its.agreement} for annual charges is mapped for this customer`;
    case "off":
      return "annual subscriptions are switched off in the settings";
    default:
      return `annual subscriptions are switched off or have no ${f.its.agreement} of their own`;
  }
}

/** Issues of who is billed where. Facts: customer, amount, suggestion, company, companyId, product, name. */
export const mappingTexts = {
  customer_not_mapped: {
    severity: "warning",
    title: "The customer is not mapped",
    actions: ["map_customer", "exclude"],
    explain: (f) => ({
      happened: `${f.text("customer") ?? "This customer"} is on the invoice${
        f.money("amount") ? ` with ${f.money("amount")}` : ""
      } but has no company and ${f.its.agreement} in ${f.psa} yet.`,
      effect:
        "Its lines were skipped: nothing was written for it, and nothing of it will be billed from this invoice.",
      remedy: `Map it to its company and ${f.its.agreement}${
        f.text("suggestion") ? `; ${f.quoted("suggestion")} looks like the one` : ""
      }. Exclude it if you bill it some other way.`,
    }),
    why: "PRISM and the PSA keep their own lists of customers, under names that often differ. Until you say which company and agreement a customer belongs to, nobody can know where to bill it, and nothing is guessed.",
    steps: [
      "Open the program and look at the customers table: unmapped customers stand first.",
      "Choose the pencil, pick the company and the agreement, and the pricing strategy.",
      "Say whether to begin with the most recent invoice or with the next one.",
      "Exclude the customer, with a reason, if it must not be billed from here.",
    ],
  },
  mapping_target_duplicate: {
    severity: "warning",
    title: "Several companies look like this customer",
    actions: ["map_customer", "acknowledge"],
    explain: (f) => ({
      happened: `${f.Psa} has more than one company that matches ${f.text("customer") ?? "this customer"}${
        f.text("company") ? `: ${f.text("company")}` : ""
      }.`,
      effect: f.text("companyId")
        ? `The customer is mapped to number ${f.text("companyId")}, and was synced as before.`
        : "No match was suggested or chosen.",
      remedy: `Map the customer by hand to the company that is in use; the number beside each name tells them apart.${
        f.text("companyId") ? " Acknowledge this if it is the right one already." : ""
      }`,
    }),
    why: "Companies are sometimes entered twice, for example after a merger of two systems. A suggestion is only made when there is exactly one candidate, because a wrong company means a wrong invoice.",
    steps: [
      "Open the customer’s mapping and compare the candidates by their numbers.",
      "Pick the active company that holds the agreement.",
      "If the other one is a leftover, make it inactive in the PSA.",
    ],
  },
  psa_company_inactive: {
    severity: "warning",
    title: "The company is inactive",
    actions: ["edit_mapping", "open_in_psa", "acknowledge"],
    explain: (f) => ({
      happened: `${f.quoted("company") ?? "The company that this customer is mapped to"}${
        f.text("companyId") ? ` (number ${f.text("companyId")})` : ""
      } is inactive in ${f.psa}.`,
      effect: `The mapping was left as it is. ${f.Psa} may refuse changes to an inactive company.`,
      remedy: "Map the customer to the active company, or make this one active again.",
    }),
    why: "Somebody made the company inactive, or a second entry for the same company is now the one in use. Its agreements can still be billed although nobody looks at them any more.",
    steps: [
      "Look the company up in the PSA and see why it is inactive.",
      "If another entry is in use, map the customer to that one; otherwise make this one active.",
    ],
  },
  annual_skipped: {
    severity: "warning",
    title: "An annual subscription was skipped",
    actions: ["edit_settings", "edit_mapping", "acknowledge"],
    explain: (f) => ({
      happened: `${f.text("product") ?? "This subscription"} is billed by the year, and ${annualReason(f)}.`,
      effect: `${f.money("amount") ? `Its ${f.money("amount")} on this invoice` : "Its amount on this invoice"} was skipped; nothing was written.`,
      remedy: `Turn annual subscriptions on and map ${f.its.aChargeAgreement} for them, or bill this one by hand and acknowledge it.`,
    }),
    why: "An annual charge comes once, so it does not belong on a monthly agreement. It needs an agreement of its own, which is mapped separately, and a setting that is off at first.",
    steps: [
      "Turn on annual subscriptions in the program’s settings.",
      "Map the agreement for annual charges on each customer that has one.",
      "Run the sync again; the charge is posted once.",
    ],
  },
  trial_skipped: {
    severity: "warning",
    title: "A trial was skipped",
    actions: ["acknowledge", "exclude"],
    explain: (f) => ({
      happened: `${f.text("product") ?? "This subscription"} is a trial.`,
      effect: "Trials are not billed, so it was skipped and nothing was written.",
      remedy:
        "Acknowledge it. When the trial becomes a paid subscription, it comes with the invoice by itself.",
    }),
    why: "Microsoft lists trials beside paid subscriptions, at no charge. A line of zero in the agreement would only confuse your customer.",
    steps: [
      "Acknowledge the warning.",
      "If the trial should be billed, ask your distributor why it is marked as one.",
    ],
  },
  usage_unassigned: {
    severity: "warning",
    title: "Usage belongs to no customer",
    actions: ["retry", "exclude"],
    explain: (f) => ({
      happened: `${f.money("amount") ? `${f.money("amount")} of usage` : "Some usage"} on this invoice${
        f.text("product") ? ` (${f.text("product")})` : ""
      } carries no subscription that we could bill.`,
      effect: "It was skipped; nothing was written for it, and it is not guessed whose it is.",
      remedy: "Assign it to a customer in PRISM, then retry; or exclude it and bill it by hand.",
    }),
    why: "Usage of a new or moved Azure plan can arrive before PRISM knows whose it is.",
    steps: [
      "Find the line in PRISM by its description and amount.",
      "Assign it to its customer there, or ask your distributor to do so.",
      "Retry. The amount stays visible here until it is settled.",
    ],
  },
} satisfies Record<string, IssueText>;
