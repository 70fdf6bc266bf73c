import type { FactReader } from "@/lib/issues/facts";
import type { IssueText } from "@/lib/issues/issue-text";

function midPeriod(f: FactReader, what: "price" | "cost") {
  const [old, now] = [f.money("old"), f.money("new")];
  const values = old && now ? `, from ${old} to ${now}` : "";
  return {
    happened: `The ${what} of ${f.text("product") ?? "this subscription"} changed ${
      f.date("date") ? `on ${f.date("date")}` : "within the invoiced period"
    }${values}.`,
    effect: `Two lines bill the period: the days before at the old ${what}, the days after at the new one.`,
    remedy: "Look at both lines and acknowledge the change.",
  };
}

/** The limit by its kind: seats, money a month, or percent of the seats before. */
function limitWords(f: FactReader): string {
  const limit = f.text("limit");
  switch (limit && f.text("field")) {
    case "quantity":
      return `your limit of ${f.quantity("limit")} at once`;
    case "money":
      return `your limit of ${f.money("limit")}${isCharge(f) ? "" : " a month"}`;
    case "percent":
      return `your limit of ${limit} %`;
    default:
      return "your limit";
  }
}

function largeChange(f: FactReader): string {
  const product = f.text("product") ?? "This subscription";
  if (isCharge(f)) return largeCharge(f, product);
  const [was, now] = [f.quantity("was"), f.quantity("now")];
  const values = was && now ? ` from ${was} to ${now}` : "";
  const money = f.money("amount") ? ` (${f.money("amount")} of your cost a month)` : "";
  return values || money
    ? `${product} would change${values}${money}, which is above ${limitWords(f)}.`
    : `${product} would change by more than ${limitWords(f)} allows.`;
}

/** Usage and yearly payments are amounts; a line is told by its quantities. */
function isCharge(f: FactReader): boolean {
  return f.text("costAmount") !== null;
}

function largeCharge(f: FactReader, product: string): string {
  const days = f.days("from", "to");
  const last = f.money("lastCost");
  return `${product}${days ? ` of ${days}` : ""} costs you ${f.money("costAmount")}${
    last ? `, after ${last} the time before` : ", with nothing before it to compare"
  }: that is a change above ${limitWords(f)}.`;
}

/** What was posted before under the same invoice; none of it left: somebody took the charge away. */
function postedBefore(f: FactReader): string {
  const posted = f.text("posted");
  if (posted === null) return "";
  if (Number(posted) === 0) return ` The charge that had been posted for it is gone from ${f.psa}.`;
  return ` Beside it, ${f.money("posted")} for the same invoice stands there already.`;
}

function belowCost(f: FactReader): string {
  const product = f.text("product") ?? "This subscription";
  const [price, cost] = [f.money("price"), f.money("cost")];
  const since = f.date("date") ? ` from ${f.date("date")} on` : "";
  return price && cost
    ? `${product} is sold at ${price} and costs you ${cost}${since}.`
    : `${product} is sold for less than it costs you${since}.`;
}

/** Issues of quantities and money. Facts: from, to, amount, costAmount, lastCost, old, new, date, was, now, limit, price, cost. */
export const amountTexts = {
  catch_up: {
    severity: "held",
    title: "An amount for days already invoiced waits",
    actions: ["approve", "reject", "open_in_psa"],
    explain: (f) => ({
      happened: `${f.Psa} has already invoiced ${f.days("from", "to") ?? "some days"} differently from what PRISM’s invoice says for them${
        f.money("amount") ? `: the difference is ${f.money("amount")}` : ""
      }${f.money("costAmount") ? ` (${f.money("costAmount")} in your cost)` : ""}.`,
      effect: `Nothing was posted for it now.${postedBefore(f)} From the first open day on, the lines follow the invoice.`,
      remedy: f.text("missing")
        ? `Its price is ${f.psa}’s, and there is no line that would tell it: bill it by hand there, and reject it here.`
        : `Approve it, and it is posted as a charge with the next period that ${f.psa} bills. Reject it if your customer does not owe it.`,
    }),
    why: "Days that the PSA has invoiced are closed; their lines cannot be changed any more. What PRISM bills for them beyond that is gathered into one amount, and whether your customer owes it is for a person to decide.",
    steps: [
      "Compare the amount with the change: a few days of some seats are usual.",
      "Approve it if your customer owes it, or reject it; either is remembered.",
      "If this comes every month, let the agreement be billed in arrears: PRISM’s invoice is then always there first.",
    ],
  },
  large_change: {
    severity: "held",
    title: "A large change waits for you",
    actions: ["approve", "reject"],
    explain: (f) => ({
      happened: f.text("wanted")
        ? `${largeChange(f)} Other days change otherwise. The invoice wants: ${f.text("wanted")}.`
        : largeChange(f),
      effect: isCharge(f) ? "It was not posted." : "Nothing was changed; the line bills as before.",
      remedy: "Approve it if the invoice is right. Reject it and ask your distributor if it is not.",
    }),
    why: "Limits in the settings catch slips before they reach your customer: a wrong figure in an order, or a subscription of another customer. They look at every change of a line, and at usage and yearly payments, which are compared with the last amount of their kind.",
    steps: [
      "Ask the customer or your sales whether the change was ordered, or look at what was used.",
      "Approve or reject it here.",
      "Raise the limits in the settings if they catch too much.",
    ],
  },
  cost_changed_mid_period: {
    severity: "warning",
    title: "The cost changed in mid-period",
    actions: ["acknowledge", "open_in_psa"],
    explain: (f) => midPeriod(f, "cost"),
    why: "Your distributor changed the cost on a day within the invoiced period. One line holds one cost, so the period is split in two lines.",
    steps: ["Look at both lines.", "Check whether your own price should follow.", "Acknowledge the change."],
  },
  price_changed_mid_period: {
    severity: "warning",
    title: "The price changed in mid-period",
    actions: ["acknowledge", "open_in_psa"],
    explain: (f) => midPeriod(f, "price"),
    why: "The recommended price changed on a day within the invoiced period. One line holds one price, so the period is split in two lines, and each day is billed at its own price.",
    steps: [
      "Look at both lines.",
      "Tell your customer, if your contract says so.",
      "Acknowledge the change. It is asked again only for another change.",
    ],
  },
  price_below_cost: {
    severity: "warning",
    title: "Sold below cost",
    actions: ["edit_mapping", "acknowledge"],
    explain: (f) => ({
      happened: belowCost(f),
      effect: "Price and cost are brought over as the invoice has them.",
      remedy: "Check the pricing strategy of this customer, or acknowledge it if you mean to.",
    }),
    why: "The recommended price is below your cost, usually after a change of cost that the price has not followed.",
    steps: [
      "Compare price and cost in PRISM.",
      "Choose another pricing strategy for this customer, for example cost only, and set your own price in the PSA.",
      "Acknowledge the warning if it is meant so.",
    ],
  },
  subscription_disappeared: {
    severity: "held",
    title: "A subscription has left the invoice",
    actions: ["confirm_end", "keep_line", "open_in_psa", "exclude"],
    explain: (f) => ({
      happened: `${f.text("product") ?? "This subscription"} ${
        f.date("date") ? `is billed only until ${f.date("date")}` : "is not on the new invoice"
      }${f.date("periodEnd") ? `, while the invoice covers days up to ${f.date("periodEnd")}` : ""}, and PRISM does not say that it was cancelled.`,
      effect: "It was not ended: the line bills as before.",
      remedy:
        "Confirm its last day if the customer has cancelled. Keep billing it if not, and ask your distributor why it is missing.",
    }),
    why: "A subscription that is missing may have been cancelled, moved to another customer, or forgotten on the list. Nothing is ended only because a list was short.",
    steps: [
      "Look the subscription up in PRISM.",
      "If it was cancelled, confirm the last day that is still billed.",
      "If it still runs, keep billing it and ask your distributor about the invoice. The next invoice without it asks again.",
    ],
  },
  credit_or_adjustment: {
    severity: "held",
    title: "A credit or an adjustment waits",
    actions: ["approve", "reject", "exclude"],
    explain: (f) => ({
      happened: `The invoice has ${f.quoted("offer") ?? f.quoted("name") ?? "a credit or an adjustment"}${
        f.money("amount") ? ` of ${f.money("amount")}` : ""
      }${f.text("product") && !f.text("offer") ? ` of ${f.text("product")}` : ""}${
        f.days("from", "to") ? ` for ${f.days("from", "to")}` : ""
      }, which is not a quantity of a subscription.`,
      effect: `Nothing was posted for it now.${postedBefore(f)}`,
      remedy: `Approve it, and it is posted as one charge with the next period that ${f.psa} bills. Reject it if your customer does not get it.`,
    }),
    why: "Credits, one-off charges and corrections stand on the invoice beside the subscriptions. Whether your customer gets them is your decision.",
    steps: [
      "Read the line’s description and period on the invoice.",
      "Approve it if it is for your customer. Where the line names no subscription, say whose it is.",
      "Reject it if it stays with you; either is remembered.",
    ],
  },
} satisfies Record<string, IssueText>;
