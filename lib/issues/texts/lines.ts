import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

/** A quantity or, for prices, money: what the fact `field` says. */
function driftValue(f: FactReader, name: string): string | null {
  return f.text("field")?.startsWith("unit") ? f.money(name) : f.quantity(name);
}

function driftHappened(f: FactReader): string {
  const names: Record<string, string> = { unitPrice: "unit price", unitCost: "unit cost" };
  const what = names[f.text("field") ?? ""] ?? "quantity";
  const since = f.date("date") ? ` from ${f.date("date")}` : "";
  const [was, now] = [driftValue(f, "was"), driftValue(f, "now")];
  const values = was && now ? `: we had set ${was}, ${f.psa} had ${now}` : "";
  return `Somebody changed the ${what} of this subscription in ${f.psa}${since}${values}.`;
}

function existingLine(f: FactReader): string {
  const named = f.quoted("name") ?? "this product";
  const quantity = f.quantity("quantity") ? ` with quantity ${f.quantity("quantity")}` : "";
  const since = f.date("from") ? ` since ${f.date("from")}` : "";
  const id = f.text("lineId") ? ` (line ${f.text("lineId")})` : "";
  const place = f.quoted("agreementName") ?? `The ${f.its.agreement}`;
  if (f.text("ours"))
    return `${place} still bills ${named}${quantity}${since}${id}, from before this customer was mapped anew.`;
  return `${place} already has a line for ${named}${quantity}${since} that was not made by us${id}.`;
}

/** What became of the edit by the setting: set back, left, or left until a person says. */
function driftOutcome(f: FactReader): { effect: string; remedy: string } {
  const inPrism =
    "If the change by hand was right, have it made in PRISM, so that the next invoice says so too.";
  switch (f.text("policy")) {
    case "keep":
      return {
        effect: `Your settings keep such edits, so ${f.psa} bills it as it was left.`,
        remedy: `${inPrism} Acknowledge this when you have seen it.`,
      };
    case "ask":
      return {
        effect: `Nothing was changed; your settings ask you first.${
          f.text("wanted") ? " The invoice has changed it, too." : ""
        }`,
        remedy: `Set it back to the invoice, or keep what ${f.psa} has. ${inPrism}`,
      };
    default:
      return {
        effect: "The invoice wins: the line is set to what the invoice says.",
        remedy: `${inPrism} Otherwise acknowledge this.`,
      };
  }
}

/** Issues of the PSA's own lines. Facts: product, lineId, lineIds, name, quantity, from, field, was, now, date, price, shared. */
export const lineTexts = {
  existing_line: {
    severity: "held",
    title: (its) => `The ${its.agreement} already has a line for this`,
    actions: ["adopt_line", "end_line", "keep_both", "open_in_psa", "exclude"],
    explain: (f) => ({
      happened: existingLine(f),
      effect: `Nothing was created beside it, so that your customer is not billed twice.${
        f.text("billable") === "no" ? " That line is not billed at present." : ""
      }`,
      remedy:
        "Adopt it if it bills this very subscription; end it if ours is to take over; keep both if it stands for something else.",
    }),
    why: "Before you used PRISM Connect, somebody entered the line by hand or another tool did; or the customer was mapped to another agreement or contract while the old lines went on. Whether it bills the same licences cannot be told from outside.",
    steps: [
      "Open the line and see what it bills.",
      "If it stands for this subscription, adopt it: from then on it follows the invoice. Or end it, and a line of ours takes over the day after.",
      "If it stands for something else, keep both.",
      "Turn off the other tool, if one still writes such lines.",
      "Where there are many, open Cut over on the program’s page: it lists all of them, to be adopted or ended together.",
    ],
  },
  several_open_lines: {
    severity: "error",
    title: "Several lines bill the same subscription",
    actions: ["choose_line", "open_in_psa", "retry"],
    explain: (f) => ({
      happened: `${f.text("lineIds") ? `Lines ${f.text("lineIds")} both bill` : "More than one line bills"} this subscription${
        f.date("date") ? ` on ${f.date("date")}` : " on the same days"
      }.`,
      effect: "Which one is right cannot be told, so nothing was changed for this subscription.",
      remedy: "Choose the one to keep; the others are ended.",
    }),
    why: "A line was copied by hand together with our reference, or an end date was taken away. Your customer may be billed twice at the moment.",
    steps: [
      "Open the lines and compare their quantity and dates.",
      "Choose the one that is right; the others end on the last day that is invoiced.",
      "Check the last invoice for a double charge.",
    ],
  },
  psa_line_deleted: {
    severity: "warning",
    title: "A line was deleted in the PSA",
    actions: ["acknowledge", "exclude"],
    explain: (f) => ({
      happened: `The line that bills this subscription${
        f.text("lineId") ? ` (${f.text("lineId")})` : ""
      } has been deleted in ${f.psa}.`,
      effect: "It is created again, because the invoice still has the subscription.",
      remedy:
        "Acknowledge it. If the customer must not be billed for it here, exclude the subscription with a reason.",
    }),
    why: "Somebody removed the line. The invoice is the measure: as long as it has the subscription, the PSA gets its line back.",
    steps: [
      "Ask who removed the line and why.",
      "If it should stay away, exclude the subscription; then end the new line.",
      "Otherwise acknowledge the warning.",
    ],
  },
  quantity_drift: {
    severity: "warning",
    title: "Somebody changed a line by hand",
    actions: ["set_back", "keep_edit", "acknowledge", "open_in_psa"],
    explain: (f) => ({ happened: driftHappened(f), ...driftOutcome(f) }),
    why: "PRISM Connect keeps the PSA equal to PRISM’s invoices. What is changed by hand in between is set back with the next sync, unless the program’s settings say otherwise.",
    steps: [
      "Ask who made the change and why.",
      "Seats that the customer wants are ordered in PRISM; prices belong into the pricing strategy.",
      "In the settings you may choose to keep such edits or to be asked each time.",
    ],
  },
  plan_moved: {
    severity: "held",
    title: "It would be written otherwise by now",
    actions: ["retry", "acknowledge", "exclude"],
    explain: (f) => ({
      happened: `Since the preview in which ${f.text("product") ?? "this line"} was approved, ${f.psa} or PRISM’s ${f.text("from") === "price_list" ? "price list" : "invoice"} has changed, so it was planned anew.`,
      effect:
        "What you see here is the new plan. Where it is held, nothing was written; where it is a warning, it was written as you had asked.",
      remedy: "Look at the change. Retry writes it as it is planned then; the next whole sync does, too.",
    }),
    why: "An approval is of one change just as the preview showed it. Somebody edited the line in the PSA meanwhile, another sync wrote it, the PSA has invoiced more days, or PRISM has sent a newer invoice or price list.",
    steps: [
      "Compare the change on this line with the one in the preview.",
      "If it is right, retry the line.",
      "Otherwise correct the line in the PSA or the mapping, and ask for a new preview.",
    ],
  },
  reversal_partly_billed: {
    severity: "warning",
    title: "Some of its days are invoiced already",
    actions: ["acknowledge", "open_in_psa"],
    explain: (f) => ({
      happened: `The change of ${f.text("product") ?? "this line"} that is reversed was invoiced in ${f.psa} already${
        f.days("from", "to") ? ` for ${f.days("from", "to")}` : ""
      }.`,
      effect: "Those days stay as they are billed; what was before stands again from the first open day on.",
      remedy: `If your customer is to get money back for them, write a credit in ${f.psa}.`,
    }),
    why: "What the PSA has invoiced cannot be changed any more, and PRISM Connect never writes anything before the first open day.",
    steps: [
      "See on the PSA’s invoice what was billed for these days.",
      "Write a credit there if the customer is to get it back.",
    ],
  },
  reversal_charge_left: {
    severity: "warning",
    title: "A charge cannot be taken back",
    actions: ["acknowledge", "open_in_psa"],
    explain: (f) => ({
      happened: `An amount${f.money("amount") ? ` of ${f.money("amount")}` : ""} was posted for ${
        f.text("product") ?? "this line"
      }${f.text("month") ? ` (${f.text("month")})` : ""}, and ${chargeStays(f)}.`,
      effect: `Nothing is written for it: the charge stays in ${f.psa} as it is.`,
      remedy: `Take it back in ${f.psa} by hand: remove the charge there while it is not invoiced, else write the opposite amount.`,
    }),
    why: "A charge is taken back by another one of the opposite amount on the same agreement or contract, which that must be able to bear.",
    steps: [
      "See in the PSA whether the charge is invoiced.",
      "If it is not, remove it there by hand.",
      "If it is, write the opposite of the amount that is named there, on an agreement or contract that is billed.",
    ],
  },
  price_conflict: {
    severity: "held",
    title: "Two prices for one shared service",
    actions: ["own_service", "edit_mapping", "exclude"],
    explain: (f) => ({
      happened: `${f.quoted("name") ?? "This service"} already bills other subscriptions${
        f.money("shared") ? ` at ${f.money("shared")}` : ""
      }, while this one is sold at ${f.money("price") ?? "another price"}, and ${f.psa} allows the service only once on a contract.`,
      effect: "Nothing was changed for this subscription.",
      remedy: f.text("refused")
        ? `A service of its own was tried and refused: agree on one price for all of them, or allow the same service twice in ${f.psa} and sync again.`
        : "Agree on one price for all of them, or let this one have a service of its own.",
    }),
    why: "Subscriptions of one product share a service on a contract, and a service has one price. This subscription was sold at another one.",
    steps: [
      "Compare the prices in PRISM.",
      "Change the pricing strategy so that all agree; or allow the same service twice in Autotask and give this one its own.",
    ],
  },
} satisfies Record<string, IssueText>;

function chargeStays(f: FactReader): string {
  switch (f.text("reason")) {
    case "period_already_invoiced":
      return `its ${f.its.agreement}, which is billed once, has been billed`;
    case "agreement_ended":
      return `its ${f.its.agreement} has ended`;
    default:
      return `its ${f.its.agreement} takes no further charge`;
  }
}
