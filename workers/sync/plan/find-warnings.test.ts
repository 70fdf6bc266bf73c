import { planSubscription } from "./plan-subscription";
import { aBill, aLine, anAgreement, anInput, aStep } from "./testing/build";
import { describeActions } from "./testing/describe-actions";
import type { SubscriptionInput } from "./types";

function warningsOf(input: Partial<SubscriptionInput>) {
  const { issues } = planSubscription(anInput(input));
  return issues.map(({ code, severity, facts }) => ({ code, severity, facts }));
}

describe("prices that change inside an invoiced period", () => {
  const changing = [
    aBill("2026-10", [
      [1, 14, "10"],
      [15, 31, "10", { unitPrice: "33", unitCost: "22" }],
    ]),
  ];
  const price = {
    code: "price_changed_mid_period",
    severity: "warning",
    facts: { old: "30", new: "33", date: "2026-10-15" },
  };
  const cost = {
    code: "cost_changed_mid_period",
    severity: "warning",
    facts: { old: "20", new: "22", date: "2026-10-15" },
  };

  test.each([
    ["cost_and_retail", [price, cost]],
    ["cost_only", [cost]],
    ["quantity_only", []],
  ] as const)("warn of what the strategy owns: %s", (strategy, warnings) => {
    expect(warningsOf({ bills: changing, strategy })).toEqual(warnings);
  });

  test("split the line as well", () => {
    const plan = planSubscription(anInput({ bills: changing, lines: [aLine()] }));
    expect(describeActions(plan)).toEqual(["line-1: to 2026-10-14", "create 2026-10-15..open 10"]);
  });

  test("do not warn between two periods, or over a gap", () => {
    const november = aBill("2026-11", [[1, 30, "10", { unitPrice: "33" }]]);
    expect(warningsOf({ bills: [aBill("2026-10", [[1, 31, "10"]]), november] })).toEqual([]);
    const gap = [
      aBill("2026-10", [
        [1, 9, "10"],
        [15, 31, "10", { unitPrice: "33" }],
      ]),
    ];
    expect(warningsOf({ bills: gap })).toEqual([]);
  });
});

describe("a price below cost", () => {
  const cheap = [
    aBill("2026-10", [
      [1, 14, "10", { unitPrice: "19.99" }],
      [15, 31, "12", { unitPrice: "19.99" }],
    ]),
  ];

  test("warns once", () => {
    expect(warningsOf({ bills: cheap })).toEqual([
      {
        code: "price_below_cost",
        severity: "warning",
        facts: { price: "19.99", cost: "20", date: "2026-10-01" },
      },
    ]);
  });

  test("is the PSA's affair under the other strategies, and equal is not below", () => {
    expect(warningsOf({ bills: cheap, strategy: "cost_only" })).toEqual([]);
    expect(warningsOf({ bills: [aBill("2026-10", [[1, 31, "10", { unitPrice: "20.00" }]])] })).toEqual([]);
  });
});

describe("what a person edited since", () => {
  const confirmed = [aStep("2026-09-01", null, "10")];

  test.each<[string, Partial<SubscriptionInput>, Record<string, string>]>([
    [
      "a quantity",
      { lines: [aLine({ quantity: "12" })] },
      { field: "quantity", was: "10", now: "12", date: "2026-10-01" },
    ],
    [
      "a price",
      { lines: [aLine({ unitPrice: "29" })] },
      { field: "unitPrice", was: "30", now: "29", date: "2026-10-01" },
    ],
    [
      "a cost",
      { lines: [aLine({ unitCost: "1" })] },
      { field: "unitCost", was: "20", now: "1", date: "2026-10-01" },
    ],
    [
      "an end",
      { lines: [aLine({ to: "2026-10-10" })] },
      { field: "quantity", was: "10", now: "0", date: "2026-10-11" },
    ],
  ])("%s is set back, and told", (_, input, facts) => {
    const plan = planSubscription(anInput({ confirmed, ...input }));
    expect(plan.issues).toEqual([{ code: "quantity_drift", severity: "warning", facts }]);
    expect(plan.kind).toBe("change");
  });

  test.each<[string, Partial<SubscriptionInput>]>([
    ["nothing was edited", { lines: [aLine()] }],
    [
      "the edit is what the invoice says now",
      { lines: [aLine({ quantity: "12" })], bills: [aBill("2026-10", [[1, 31, "12"]])] },
    ],
    ["the price is not ours", { lines: [aLine({ unitPrice: "29" })], strategy: "cost_only" }],
    ["nothing was confirmed yet", { lines: [aLine({ quantity: "12" })], confirmed: null }],
  ])("no warning when %s", (_, input) => {
    expect(warningsOf({ confirmed, ...input })).toEqual([]);
  });
});

describe("a PSA that does not prorate", () => {
  const agreement = anAgreement({ prorates: false });
  type Case = [what: string, input: Partial<SubscriptionInput>, writes: string[], amount: string | null];

  test.each<Case>([
    [
      "bills a whole month as before",
      { bills: [aBill("2026-10", [[1, 31, "12"]])] },
      ["line-1: to 2026-09-30", "create 2026-10-01..open 12"],
      null,
    ],
    [
      "takes a change with its next period",
      {
        bills: [
          aBill("2026-10", [
            [1, 14, "10"],
            [15, 31, "12"],
          ]),
        ],
      },
      ["line-1: to 2026-10-31", "create 2026-11-01..open 12"],
      "-32.90",
    ],
    [
      "takes only the closing one of several",
      {
        bills: [
          aBill("2026-10", [
            [1, 9, "10"],
            [10, 19, "4"],
            [20, 31, "12"],
          ]),
        ],
      },
      ["line-1: to 2026-10-31", "create 2026-11-01..open 12"],
      "34.84",
    ],
    [
      "bills the month of an end in full",
      { bills: [aBill("2026-10", [[1, 20, "10"]])], subscriptionActive: false },
      ["line-1: to 2026-10-31"],
      "106.45",
    ],
    [
      "begins with the period after a joiner's",
      { bills: [aBill("2026-10", [[10, 31, "10"]])], lines: [] },
      ["create 2026-11-01..open 10"],
      "-212.90",
    ],
  ])("%s", (_, input, writes, amount) => {
    const plan = planSubscription(anInput({ agreement, lines: [aLine()], ...input }));
    expect(describeActions(plan)).toEqual(writes);
    expect(plan.issues.map(({ code, facts }) => [code, facts.amount])).toEqual(
      amount === null ? [] : [["prorate_disabled", amount]],
    );
    expect(plan.prorationDifference?.priceAmount ?? null).toBe(amount);
  });
});
