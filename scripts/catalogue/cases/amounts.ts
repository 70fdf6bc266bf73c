import { changeSettings } from "@/scripts/testing/rig-decisions";
import type { Bench } from "../bench";
import { both, type IssueCase } from "../issue-case";
import type { CaseCustomer, CaseLine } from "../take-customer";

const plus = (value: string, by: number) => (Number(value) + by).toFixed(2);
const money = (value: string) => `$${Number(value).toFixed(2)}`;

/** The line has other values from the 11th of the month on. */
const changeOn11th = (bench: Bench, { subscriptionId }: CaseLine, change: Partial<CaseLine>) =>
  bench.correct(subscriptionId, { chargeEnd: "2026-10-10" }, { chargeStart: "2026-10-11", ...change });

const moreSeats = (bench: Bench, { line }: CaseCustomer, by: number) =>
  bench.correct(line.subscriptionId, { quantity: String(Number(line.quantity) + by) });

/** Quantities and money that somebody should look at. */
export const amountCases: IssueCase[] = [
  {
    code: "catch_up",
    psas: both,
    when: "PRISM corrects a month that the PSA has billed",
    customer: "synced",
    provoke: async (bench, customer) => {
      await bench.hands.bill(customer.agreementId);
      await moreSeats(bench, customer, 2);
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    // An addition with billed days is ended, and another one goes on.
    writes: { connectwise: 2, autotask: 1 },
    says: ({ line }) => `: the difference is $${(Number(line.unitPriceRrp) * 2).toFixed(2)} (`,
  },
  {
    code: "large_change",
    psas: both,
    when: "more seats are added than the limit allows",
    customer: "synced",
    provoke: async (bench, customer) => {
      await changeSettings(bench, { guardQuantity: 10 });
      await moreSeats(bench, customer, 40);
      return bench.sync();
    },
    undo: (bench) => changeSettings(bench, { guardQuantity: null }),
    outcome: "held",
    status: "warning",
    says: ({ line }) => `${line.product} would change from ${line.quantity} to ${Number(line.quantity) + 40}`,
  },
  {
    code: "cost_changed_mid_period",
    psas: both,
    when: "the cost changes on the 11th",
    customer: "new",
    provoke: async (bench, { line }) => {
      await changeOn11th(bench, line, { unitPrice: plus(line.unitPrice, 0.1) });
      return bench.sync();
    },
    outcome: "applied",
    status: "warning",
    writes: 2,
    says: ({ line }) =>
      `The cost of ${line.product} changed on 11 Oct 2026, from ${money(line.unitPrice)} to ${money(plus(line.unitPrice, 0.1))}.`,
  },
  {
    code: "price_changed_mid_period",
    psas: both,
    when: "the price changes on the 11th",
    customer: "new",
    provoke: async (bench, { line }) => {
      await changeOn11th(bench, line, { unitPriceRrp: plus(line.unitPriceRrp, 1) });
      return bench.sync();
    },
    outcome: "applied",
    status: "warning",
    writes: 2,
    says: ({ line }) =>
      `The price of ${line.product} changed on 11 Oct 2026, from ${money(line.unitPriceRrp)} to ${money(plus(line.unitPriceRrp, 1))}.`,
  },
  {
    code: "price_below_cost",
    psas: both,
    when: "it is sold for less than it costs",
    customer: "new",
    provoke: async (bench, { line }) => {
      await bench.correct(line.subscriptionId, { unitPriceRrp: plus(line.unitPrice, -1) });
      return bench.sync();
    },
    outcome: "applied",
    status: "warning",
    writes: 1,
    says: ({ line }) =>
      ` is sold at ${money(plus(line.unitPrice, -1))} and costs you ${money(line.unitPrice)}`,
  },
  {
    code: "subscription_disappeared",
    psas: both,
    when: "the invoice bills it for half a month, and PRISM calls it active",
    customer: "synced",
    provoke: async (bench, { line }) => {
      await bench.correct(line.subscriptionId, { chargeEnd: "2026-10-15" });
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    says: "is billed only until 15 Oct 2026, while the invoice covers days up to 31 Oct 2026,",
  },
  {
    code: "credit_or_adjustment",
    psas: both,
    when: "the invoice gives money back for a subscription",
    customer: "synced",
    provoke: async (bench, { line: { subscriptionId } }) => {
      await bench.addLine({ subscriptionId, offerName: "Goodwill", unitPrice: "-12.00" });
      return bench.sync();
    },
    outcome: "held",
    status: "warning",
    says: ({ line }) => ` of -$12.00 of ${line.product} for 1–31 Oct 2026, which is not a quantity`,
  },
  {
    code: "credit_or_adjustment",
    psas: both,
    when: "a line names no subscription",
    customer: "synced",
    provoke: async (bench) => {
      await bench.addLine({ offerName: "Migration help", unitPrice: "80.00" });
      return bench.sync();
    },
    undo: (bench) => bench.correct(""),
    outcome: "held",
    status: "warning",
    says: "The invoice has “Migration help” of $80.00, which is not a quantity of a subscription.",
  },
];
