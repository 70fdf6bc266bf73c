import { planSubscription } from "../plan-subscription";
import { aBill, aLine, anInput, decided, theRules } from "../testing/build";
import { describeActions } from "../testing/describe-actions";
import type { GuardLimits, SubscriptionInput } from "../types";

const none: GuardLimits = { quantity: null, money: null, percent: null };
const october = (...rows: Parameters<typeof aBill>[1]) => [aBill("2026-10", rows)];

function planWith(limits: Partial<GuardLimits>, input: Partial<SubscriptionInput>) {
  const rules = theRules({ guard: { ...none, ...limits } });
  return planSubscription(anInput({ lines: [aLine()], rules, ...input }));
}

describe("beyond a limit", () => {
  type Case = [
    what: string,
    limits: Partial<GuardLimits>,
    input: Partial<SubscriptionInput>,
    facts: Record<string, string>,
  ];

  test.each<Case>([
    [
      "more seats",
      { quantity: 4 },
      { bills: october([1, 31, "15"]) },
      { field: "quantity", limit: "4", was: "10", now: "15", amount: "100.00" },
    ],
    [
      "fewer seats",
      { quantity: 4 },
      { bills: october([1, 31, "5"]) },
      { field: "quantity", limit: "4", was: "10", now: "5", amount: "-100.00" },
    ],
    [
      "a new subscription, from 0",
      { quantity: 9 },
      { lines: [] },
      { field: "quantity", limit: "9", was: "0", now: "10", amount: "200.00" },
    ],
    [
      "another change on other days, which is told with it",
      { quantity: 4 },
      { bills: october([1, 14, "4000"], [15, 31, "15"]) },
      {
        field: "quantity",
        limit: "4",
        was: "10",
        now: "15",
        amount: "100.00",
        wanted: "4000 from 2026-10-01 to 2026-10-14 at 30, cost 20; 15 from 2026-10-15 at 30, cost 20",
      },
    ],
    [
      "an end, down to 0",
      { percent: 50 },
      { bills: october([1, 20, "10"]), subscriptionActive: false },
      { field: "percent", limit: "50", was: "10", now: "0", amount: "-200.00" },
    ],
    [
      "cost",
      { money: "99.99" },
      { bills: october([1, 31, "15"]) },
      { field: "money", limit: "99.99", was: "10", now: "15", amount: "100.00" },
    ],
    [
      "cost of the same seats",
      { money: "10" },
      { bills: october([1, 31, "10", { unitCost: "21.01" }]) },
      { field: "money", limit: "10", was: "10", now: "10", amount: "10.10" },
    ],
    [
      "cost where it is the PSA's",
      { money: "99" },
      { bills: october([1, 31, "15"]), strategy: "quantity_only" },
      { field: "money", limit: "99", was: "10", now: "15", amount: "100.00" },
    ],
    [
      "percent",
      { percent: 49 },
      { bills: october([1, 31, "15"]) },
      { field: "percent", limit: "49", was: "10", now: "15", amount: "100.00" },
    ],
    [
      "only in the middle of the month",
      { quantity: 4 },
      { bills: october([1, 9, "10"], [10, 19, "1000"], [20, 31, "10"]) },
      { field: "quantity", limit: "4", was: "10", now: "1000", amount: "19800.00" },
    ],
  ])("%s is held", (_, limits, input, facts) => {
    const plan = planWith(limits, input);
    expect(plan.issues).toEqual([
      { code: "large_change", severity: "held", facts: { ...facts, from: "2026-10-01", to: "2026-10-31" } },
    ]);
    expect([plan.kind, plan.actions, plan.charges]).toEqual(["hold", [], []]);
  });
});

test.each<[string, Partial<GuardLimits>, Partial<SubscriptionInput>]>([
  ["just the limit", { quantity: 5, money: "100", percent: 50 }, { bills: october([1, 31, "15"]) }],
  ["percent of nothing", { percent: 10 }, { lines: [] }],
  ["no limit", {}, { bills: october([1, 31, "9999"]) }],
])("%s goes on", (_, limits, input) => {
  const plan = planWith(limits, input);
  expect([plan.kind, plan.issues]).toEqual(["change", []]);
});

test("nothing to write is nothing to guard", () => {
  expect(planWith({ quantity: 0, money: "0", percent: 0 }, {}).kind).toBe("unchanged");
});

describe("decided", () => {
  const bills = october([1, 31, "15"]);
  const facts = {
    field: "quantity",
    limit: "4",
    was: "10",
    now: "15",
    amount: "100.00",
    from: "2026-10-01",
    to: "2026-10-31",
  };
  const guard = { ...none, quantity: 4 };
  const planAs = (choice: "approve" | "reject", input: Partial<SubscriptionInput> = {}) => {
    const rules = { ...decided("large_change", choice, facts), guard };
    return planSubscription(anInput({ lines: [aLine()], bills, rules, ...input }));
  };

  test("approved it goes on", () => {
    const plan = planAs("approve");
    expect(describeActions(plan)).toEqual(["line-1: to 2026-09-30", "create 2026-10-01..open 15"]);
    expect(plan.issues).toEqual([]);
  });

  test("rejected nothing is written, and it is said", () => {
    const plan = planAs("reject");
    expect(plan).toEqual(expect.objectContaining({ kind: "rejected", actions: [], charges: [], issues: [] }));
    expect(plan.after).toEqual(plan.before);
  });

  test("the next invoice is asked anew", () => {
    const november = aBill("2026-11", [[1, 30, "15"]]);
    expect(planAs("approve", { bills: [...bills, november] }).kind).toBe("hold");
    expect(planAs("reject", { bills: october([1, 31, "16"]) }).kind).toBe("hold");
  });
});

describe("an end that a person has confirmed with its day", () => {
  const guard = { ...none, quantity: 4 };
  const rules = {
    ...decided("subscription_disappeared", "confirm_end", undefined, { date: "2026-10-25" }),
    guard,
  };
  const leaving = (quantity: string) => ({
    lines: [aLine()],
    bills: october([1, 20, quantity]),
    subscriptionActive: true,
  });

  test("is no large change, however much ends", () => {
    const plan = planSubscription(anInput({ ...leaving("10"), rules }));
    expect([plan.kind, plan.issues, describeActions(plan)]).toEqual([
      "change",
      [],
      ["line-1: to 2026-10-25"],
    ]);
  });

  test("answers for no other day", () => {
    const plan = planSubscription(anInput({ ...leaving("15"), rules }));
    expect([plan.kind, plan.actions]).toEqual(["hold", []]);
    expect(plan.issues).toMatchObject([{ code: "large_change", facts: { was: "10", now: "15" } }]);
  });
});
