import { planSubscription } from "../plan-subscription";
import { aBill, aLine, anAgreement, anInput, aRow } from "../testing/build";
import { describeActions } from "../testing/describe-actions";
import type { CatchUp, SubscriptionInput } from "../types";

/** October is invoiced; the boundary is 1 November. */
const inAdvance = anAgreement({ billed: "in_advance" });
const changing = [
  aBill("2026-10", [
    [1, 14, "10"],
    [15, 31, "12"],
  ]),
];
const days = { from: "2026-10-01", to: "2026-10-31" };

type Case = [what: string, input: Partial<SubscriptionInput>, catchUp: CatchUp | null];

test.each<Case>([
  ["the PSA billed what the invoice says", { lines: [aLine()] }, null],
  [
    "seats were added",
    { lines: [aLine()], bills: changing },
    { ...days, costAmount: "21.93", priceAmount: "32.90" },
  ],
  [
    "seats were taken away",
    { lines: [aLine({ quantity: "12" })] },
    { ...days, costAmount: "-40.00", priceAmount: "-60.00" },
  ],
  ["the PSA billed nothing", {}, { ...days, costAmount: "200.00", priceAmount: "300.00" }],
  [
    "the PSA billed days that the invoice does not",
    { lines: [aLine()], bills: [aBill("2026-10", [[1, 20, "10"]])], subscriptionActive: false },
    { ...days, costAmount: "-70.97", priceAmount: "-106.45" },
  ],
  [
    "a line set to “do not bill” billed nothing",
    { lines: [aLine({ billable: false, to: "2026-10-31" })] },
    { ...days, costAmount: "200.00", priceAmount: "300.00" },
  ],
  [
    "other tools' lines do not count",
    { lines: [aLine({ id: "other", itemId: "item-2", reference: null })] },
    { ...days, costAmount: "200.00", priceAmount: "300.00" },
  ],
  [
    "the price was another one",
    { lines: [aLine({ unitPrice: "29" })] },
    { ...days, costAmount: "0.00", priceAmount: "10.00" },
  ],
  ["the price is the PSA's", { lines: [aLine({ unitPrice: "29" })], strategy: "cost_only" }, null],
  [
    "seats at the PSA's price",
    { lines: [aLine({ unitPrice: "31" })], strategy: "cost_only", bills: changing },
    { ...days, costAmount: "21.93", priceAmount: "34.00" },
  ],
  [
    "seats at the PSA's price and cost",
    { lines: [aLine({ unitPrice: "31", unitCost: "15.50" })], strategy: "quantity_only", bills: changing },
    { ...days, costAmount: "17.00", priceAmount: "34.00" },
  ],
  [
    "the PSA has no line that tells its price",
    { strategy: "quantity_only" },
    { ...days, costAmount: null, priceAmount: null },
  ],
  [
    "two invoices, one of them invoiced",
    { bills: [...changing, aBill("2026-11", [[1, 30, "12"]])], lines: [aLine()] },
    { ...days, costAmount: "21.93", priceAmount: "32.90" },
  ],
])("%s", (_, input, catchUp) => {
  const plan = planSubscription(anInput({ agreement: inAdvance, ...input }));
  expect(plan.catchUp).toEqual(catchUp);
  const held = plan.issues.filter(({ severity }) => severity === "held");
  expect(held.map(({ code, facts }) => [code, facts.amount, facts.costAmount])).toEqual(
    catchUp ? [["catch_up", catchUp.priceAmount ?? undefined, catchUp.costAmount ?? undefined]] : [],
  );
});

test("a catch-up does not keep the lines from following the invoice", () => {
  const plan = planSubscription(anInput({ agreement: inAdvance, lines: [aLine()], bills: changing }));
  expect(plan.kind).toBe("change");
  expect(describeActions(plan)).toEqual(["line-1: to 2026-10-31", "create 2026-11-01..open 12"]);
});

test("a row over the boundary is split by days, and the later part takes what rounding leaves", () => {
  const row = aRow("2026-10-15", "2026-11-14", "3", { costAmount: "60.00", priceAmount: "100.00" });
  const bills = [{ invoiceId: "i", periodStart: "2026-10-15", periodEnd: "2026-11-14", lines: [row] }];
  const plan = planSubscription(anInput({ agreement: inAdvance, bills }));
  expect(plan.catchUp).toEqual({
    from: "2026-10-15",
    to: "2026-10-31",
    costAmount: "32.90",
    priceAmount: "54.84",
  });
  // From 1 to 14 November the PSA bills 3 × 30 × 14 ÷ 30 = 42.00; the invoice has 45.16 and 27.10 left for them.
  expect(plan.prorationDifference).toEqual({ costAmount: "0.90", priceAmount: "-3.16" });
});

test("a PSA that does not prorate has billed whole months", () => {
  const agreement = { ...inAdvance, prorates: false };
  const lines = [aLine({ from: "2026-10-15", to: "2026-10-31" })];
  const plan = planSubscription(anInput({ agreement, lines, bills: [aBill("2026-10", [[15, 31, "10"]])] }));
  expect(plan.catchUp).toEqual({
    from: "2026-10-01",
    to: "2026-10-31",
    costAmount: "-90.32",
    priceAmount: "-135.48",
  });
});

test("held subscriptions have no catch-up until they are settled", () => {
  const plan = planSubscription(anInput({ agreement: inAdvance, lines: [aLine({ reference: null })] }));
  expect(plan.kind).toBe("hold");
  expect(plan.catchUp).toBeNull();
});
