import type { AgreementLine } from "@/workers/connectors/psa";
import { planSubscription } from "./plan-subscription";
import { aBill, aLine, anAgreement, anInput, aStep, key } from "./testing/build";
import { describeActions } from "./testing/describe-actions";
import type { SubscriptionBill, SubscriptionInput } from "./types";

const october = (...rows: Parameters<typeof aBill>[1]) => [aBill("2026-10", rows)];
/** October is closed, so the invoice of October finds an open November. */
const octoberInvoiced = anAgreement({ nextInvoiceDate: "2026-12-01" });
const since = (from: string, to: string | null, quantity: string, fields: Partial<AgreementLine> = {}) =>
  aLine({ id: `line-${from.slice(5)}`, from, to, quantity, ...fields });

describe("writes, with the boundary at 1 October", () => {
  type Case = [what: string, bills: SubscriptionBill[], lines: AgreementLine[], writes: string[]];

  test.each<Case>([
    ["first time", october([1, 31, "10"]), [], ["create 2026-10-01..open 10"]],
    ["nothing changed", october([1, 31, "10"]), [aLine()], []],
    [
      "nothing changed but the way it is written",
      october([1, 31, "10.000"]),
      [aLine({ unitPrice: "30.00" })],
      [],
    ],
    [
      "another quantity from the first: the line that was invoiced ends, a successor starts",
      october([1, 31, "12"]),
      [aLine()],
      ["line-1: to 2026-09-30", "create 2026-10-01..open 12"],
    ],
    [
      "another quantity in mid-month",
      october([1, 14, "10"], [15, 31, "12"]),
      [aLine()],
      ["line-1: to 2026-10-14", "create 2026-10-15..open 12"],
    ],
    [
      "two changes in a month",
      october([1, 9, "10"], [10, 19, "12"], [20, 31, "9"]),
      [aLine()],
      ["line-1: to 2026-10-09", "create 2026-10-10..2026-10-19 12", "create 2026-10-20..open 9"],
    ],
    [
      "a line that is not invoiced yet is changed in place",
      october([1, 31, "12"]),
      [since("2026-10-01", null, "10")],
      ["line-10-01: quantity 12"],
    ],
    [
      "price and cost, too",
      october([1, 31, "10", { unitPrice: "31.50", unitCost: "21" }]),
      [since("2026-10-01", null, "10")],
      ["line-10-01: cost 21, price 31.5"],
    ],
    [
      "a gap is billed by no line",
      october([1, 9, "10"], [20, 31, "10"]),
      [aLine()],
      ["line-1: to 2026-10-09", "create 2026-10-20..open 10"],
    ],
    [
      "a quantity of zero is no line",
      october([1, 9, "10"], [10, 31, "0"]),
      [aLine()],
      ["line-1: to 2026-10-09"],
    ],
    ["rows that say the same are one line", october([1, 9, "10"], [10, 31, "10.0"]), [aLine()], []],
    [
      "an uninvoiced line that is not wanted is emptied, not deleted",
      october([1, 31, "0"]),
      [since("2026-10-05", null, "10")],
      ["line-10-05: to 2026-10-05, quantity 0"],
    ],
    [
      "an emptied line is used again",
      october([1, 31, "7"]),
      [since("2026-10-05", "2026-10-05", "0")],
      ["line-10-05: from 2026-10-01, to open, quantity 7"],
    ],
    [
      "a line ended by hand is followed by a new one",
      october([1, 31, "10"]),
      [aLine({ to: "2026-10-10" })],
      ["line-1: to open"],
    ],
    [
      "a line that ended before the boundary is history",
      october([1, 31, "10"]),
      [aLine({ to: "2026-09-30" })],
      ["create 2026-10-01..open 10"],
    ],
    [
      "lines that a revised invoice makes equal stay useful",
      october([1, 31, "8"]),
      [since("2026-10-01", "2026-10-14", "5"), since("2026-10-15", null, "8")],
      ["line-10-01: quantity 8"],
    ],
    [
      "lines swap places without ever sharing a day",
      october([1, 19, "0"], [20, 24, "5"], [25, 31, "9"]),
      [since("2026-10-01", "2026-10-14", "5"), since("2026-10-15", null, "8")],
      ["line-10-15: from 2026-10-25, quantity 9", "line-10-01: from 2026-10-20, to 2026-10-24"],
    ],
    [
      "fractions",
      october([1, 14, "0.5"], [15, 31, "1.25"]),
      [],
      ["create 2026-10-01..2026-10-14 0.5", "create 2026-10-15..open 1.25"],
    ],
  ])("%s", (_, bills, lines, writes) => {
    const plan = planSubscription(anInput({ bills, lines }));
    expect(describeActions(plan)).toEqual(writes);
    expect(plan.kind).toBe(writes.length > 0 ? "change" : "unchanged");
    expect(plan.issues).toEqual([]);
    expect(plan.boundary).toBe("2026-10-01");
  });
});

describe("several invoices and days before them", () => {
  type Case = [what: string, input: Partial<SubscriptionInput>, writes: string[]];
  const november = aBill("2026-11", [[1, 30, "12"]]);
  const quarterly = anAgreement({ cycleMonths: 3, nextInvoiceDate: "2026-11-01" });

  test.each<Case>([
    [
      "a failed October is planned together with November",
      { bills: [aBill("2026-10", [[1, 31, "10"]]), november] },
      ["create 2026-10-01..2026-10-31 10", "create 2026-11-01..open 12"],
    ],
    [
      "uninvoiced days before the bills keep what the PSA holds",
      { bills: [november], lines: [since("2026-10-01", null, "7")] },
      ["line-10-01: to 2026-10-31", "create 2026-11-01..open 12"],
    ],
    [
      "or what was confirmed, where a person changed it since",
      {
        bills: [november],
        lines: [since("2026-10-01", null, "7")],
        confirmed: [aStep("2026-10-01", null, "8")],
      },
      ["line-10-01: to 2026-10-31, quantity 8", "create 2026-11-01..open 12"],
    ],
    [
      "without bills what was confirmed is kept",
      { bills: [], lines: [since("2026-10-01", null, "7")], confirmed: [aStep("2026-10-01", null, "8")] },
      ["line-10-01: quantity 8"],
    ],
    [
      "days before anything was confirmed keep what the PSA holds",
      { bills: [november], lines: [aLine()], confirmed: [aStep("2026-10-15", null, "8")] },
      ["line-1: to 2026-10-14", "create 2026-10-15..2026-10-31 8", "create 2026-11-01..open 12"],
    ],
    ["without bills and memory nothing is said", { bills: [], lines: [since("2026-10-01", null, "7")] }, []],
    [
      "a quarter that is billed by quantity only",
      { agreement: quarterly, strategy: "quantity_only" },
      ["create 2026-10-01..open 10"],
    ],
    [
      "invoiced days are left alone",
      {
        agreement: octoberInvoiced,
        lines: [aLine({ quantity: "10" })],
        bills: october([1, 14, "10"], [15, 31, "12"]),
      },
      ["line-1: to 2026-10-31", "create 2026-11-01..open 12"],
    ],
  ])("%s", (_, input, writes) => {
    expect(describeActions(planSubscription(anInput(input)))).toEqual(writes);
  });
});

describe("the pricing strategy owns the fields", () => {
  const bills = october([1, 31, "10", { unitCost: "21", unitPrice: "33" }]);
  const lines = [since("2026-10-01", null, "10")];

  test.each([
    ["cost_and_retail", ["line-10-01: cost 21, price 33"]],
    ["cost_only", ["line-10-01: cost 21"]],
    ["quantity_only", []],
  ] as const)("%s", (strategy, writes) => {
    expect(describeActions(planSubscription(anInput({ bills, lines, strategy })))).toEqual(writes);
  });

  test.each([
    ["cost_and_retail", "21", "33"],
    ["cost_only", "21", null],
    ["quantity_only", null, null],
  ] as const)("%s: a new line leaves the rest to the PSA", (strategy, unitCost, unitPrice) => {
    expect(planSubscription(anInput({ bills, strategy })).actions).toEqual([
      {
        kind: "create",
        line: expect.objectContaining({ unitCost, unitPrice, reference: key, itemId: "item-1" }),
      },
    ]);
  });
});

test("a successor takes the taxable flag of the line that it replaces, a first line the item's own", () => {
  const bills = october([1, 14, "10"], [15, 31, "12"]);
  const taxableOf = (lines: AgreementLine[]) =>
    planSubscription(anInput({ bills, lines })).actions.flatMap((action) =>
      action.kind === "create" ? [action.line.taxable] : [],
    );
  expect(taxableOf([aLine({ taxable: false })])).toEqual([false]);
  expect(taxableOf([aLine({ taxable: false, to: "2026-02-28" })])).toEqual([false, false]);
  expect(taxableOf([])).toEqual([null, null]);
});

test("a line is ours by its id, whatever its reference says", () => {
  const lines = [aLine({ reference: "renamed by hand" })];
  expect(planSubscription(anInput({ lines, storedLineIds: ["line-1"] })).kind).toBe("unchanged");
});

test("before and after tell the days from the boundary on", () => {
  const plan = planSubscription(anInput({ bills: october([1, 14, "10"], [15, 31, "12"]), lines: [aLine()] }));
  expect(plan.before).toEqual([aStep("2026-10-01", null, "10")]);
  expect(plan.after).toEqual([aStep("2026-10-01", "2026-10-14", "10"), aStep("2026-10-15", null, "12")]);
});

describe("the end of a subscription", () => {
  type Case = [what: string, input: Partial<SubscriptionInput>, writes: string[]];
  const leaving = october([1, 20, "10"]);
  const missing = [aBill("2026-10", [])];

  test.each<Case>([
    ["PRISM says that it is over", { bills: leaving, subscriptionActive: false }, ["line-1: to 2026-10-20"]],
    ["a row to the period's end is carried forward, whatever PRISM says", { subscriptionActive: false }, []],
    [
      "a row beyond the period's end is carried forward",
      { bills: [{ ...aBill("2026-10", [[1, 31, "10"]]), periodEnd: "2026-10-20" }] },
      [],
    ],
    ["missing and over", { bills: missing, subscriptionActive: false }, ["line-1: to 2026-09-30"]],
    ["missing, and the PSA bills nothing either", { bills: missing, lines: [] }, []],
    [
      "an early row of quantity zero is an end that was said",
      { bills: october([1, 9, "10"], [10, 20, "0"]) },
      ["line-1: to 2026-10-09"],
    ],
    [
      "an early end in an older bill is a gap",
      { bills: [aBill("2026-10", [[1, 20, "10"]]), aBill("2026-11", [[1, 30, "10"]])] },
      ["line-1: to 2026-10-20", "create 2026-11-01..open 10"],
    ],
  ])("is written when it was said: %s", (_, input, writes) => {
    const plan = planSubscription(anInput({ lines: [aLine()], ...input }));
    expect(plan.issues).toEqual([]);
    expect(describeActions(plan)).toEqual(writes);
  });

  test.each<[what: string, input: Partial<SubscriptionInput>, date: string, periodEnd: string]>([
    ["it goes on", { bills: leaving, subscriptionActive: true }, "2026-10-20", "2026-10-31"],
    ["nothing of it", { bills: leaving, subscriptionActive: null }, "2026-10-20", "2026-10-31"],
    ["it is missing from the invoice", { bills: missing }, "2026-09-30", "2026-10-31"],
    [
      "it is missing from the newer of two",
      { bills: [...october([1, 31, "10"]), aBill("2026-11", [])] },
      "2026-10-31",
      "2026-11-30",
    ],
  ])("is held when PRISM says %s", (_, input, date, periodEnd) => {
    const plan = planSubscription(anInput({ lines: [aLine()], ...input }));
    expect(plan.kind).toBe("hold");
    expect(plan.actions).toEqual([]);
    expect(plan.issues).toEqual([
      { code: "subscription_disappeared", severity: "held", facts: { date, periodEnd } },
    ]);
  });
});
