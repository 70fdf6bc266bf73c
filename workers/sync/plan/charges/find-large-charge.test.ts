import { explainIssue } from "@/lib/issues/catalogue";
import { aBill, aCharge, aChargesInput, anAgreement, decided, theRules } from "../testing/build";
import type { GuardLimits } from "../types";
import { type ChargesInput, planCharges } from "./plan-charges";

const none: GuardLimits = { quantity: null, money: null, percent: null };
const key = aChargesInput().key;

/** A month's usage that costs this much. */
const usage = (month: string, costAmount: string) =>
  aBill(month, [[1, 28, "1", { costAmount, priceAmount: costAmount }]]);
const posted = (yymm: string, costAmount: string) =>
  aCharge({ id: yymm, reference: `${key}${yymm}`, costAmount, priceAmount: costAmount });

function planWith(limits: Partial<GuardLimits>, fields: Partial<ChargesInput>) {
  const rules = theRules({ guard: { ...none, ...limits } });
  return planCharges(aChargesInput({ rules, ...fields }));
}

type Case = [what: string, limits: Partial<GuardLimits>, fields: Partial<ChargesInput>];

describe("usage beyond a limit waits", () => {
  test.each<[...Case, facts: Record<string, string>]>([
    [
      "the first amount, from nothing",
      { money: "500" },
      { bills: [usage("2026-10", "500.01")] },
      { field: "money", limit: "500", costAmount: "500.01" },
    ],
    [
      "more than the last month",
      { money: "100" },
      { bills: [usage("2026-10", "700")], charges: [posted("2609", "599.99")] },
      { field: "money", limit: "100", costAmount: "700.00", lastCost: "599.99" },
    ],
    [
      "less than the last month",
      { percent: 50 },
      { bills: [usage("2026-10", "299.99")], charges: [posted("2609", "600")] },
      { field: "percent", limit: "50", costAmount: "299.99", lastCost: "600.00" },
    ],
    [
      "the newest month before it counts, with all that was posted for it",
      { percent: 10 },
      {
        bills: [usage("2026-10", "100")],
        charges: [posted("2607", "100"), posted("2609", "60"), posted("2609.2", "20"), posted("2611", "100")],
      },
      { field: "percent", limit: "10", costAmount: "100.00", lastCost: "80.00" },
    ],
  ])("%s", (_, limits, fields, facts) => {
    const plan = planWith(limits, fields);
    expect([plan.kind, plan.charges]).toEqual(["hold", []]);
    const of = { currency: "AUD", product: "Azure plan", agreementId: "agreement-1" };
    const days = { from: "2026-10-01", to: "2026-10-31" };
    expect(plan.issues).toEqual([
      { code: "large_change", severity: "held", facts: { ...of, ...days, ...facts } },
    ]);
  });

  test.each<Case>([
    ["no limits", {}, { bills: [usage("2026-10", "99999")] }],
    ["on the limit of money", { money: "500" }, { bills: [usage("2026-10", "500")] }],
    [
      "on the limit of percent",
      { percent: 50 },
      { bills: [usage("2026-10", "150")], charges: [posted("2609", "100")] },
    ],
    ["percent of nothing", { percent: 50 }, { bills: [usage("2026-10", "99999")] }],
    ["the limit of seats", { quantity: 1 }, { bills: [usage("2026-10", "99999")] }],
    [
      "much, but as much as before",
      { money: "100", percent: 5 },
      { bills: [usage("2026-10", "5000")], charges: [posted("2609", "5000")] },
    ],
  ])("not within: %s", (_, limits, fields) => {
    const plan = planWith(limits, fields);
    expect([plan.kind, plan.issues, plan.charges.length]).toEqual(["change", [], 1]);
  });

  test("one that is held is no measure for the next month; one that is posted beside it is", () => {
    const bills = [usage("2026-08", "100"), usage("2026-09", "5000"), usage("2026-10", "5000")];
    const agreement = anAgreement({ nextInvoiceDate: "2026-09-01" });
    const plan = planWith({ money: "400" }, { bills, agreement });
    expect(plan.charges.map(({ reference }) => reference)).toEqual([`${key}2608`]);
    expect(plan.issues.map(({ facts }) => [facts.from, facts.lastCost])).toEqual([
      ["2026-09-01", "100.00"],
      ["2026-10-01", "100.00"],
    ]);
  });
});

test("a yearly payment counts whole, an approved loose line is not asked about again", () => {
  const agreement = anAgreement({ oneTime: true, nextInvoiceDate: null, billed: null, cycleMonths: null });
  const annual = { kind: "annual" as const, key: key.replace(/azure$/, "annual"), agreement };
  expect(planWith({ money: "199" }, annual).issues.map(({ code }) => code)).toEqual(["large_change"]);
  const line = { kind: "line" as const, key: "line:0d9c3b1a-1111-4222-8333-444455556666:17" };
  expect(planWith({ money: "1" }, line).kind).toBe("change");
});

describe("a person decides of just this amount", () => {
  const bills = [usage("2026-10", "700")];
  const limits = { guard: { ...none, money: "500" } };
  const [issue] = planWith({ money: "500" }, { bills }).issues;
  const rules = (choice: "approve" | "reject") => ({
    ...decided("large_change", choice, issue?.facts),
    ...limits,
  });

  test("approved, it is posted", () => {
    const plan = planCharges(aChargesInput({ bills, rules: rules("approve") }));
    expect(plan.charges.map(({ costAmount }) => costAmount)).toEqual(["700.00"]);
    const other = planCharges(aChargesInput({ bills: [usage("2026-10", "701")], rules: rules("approve") }));
    expect(other.kind).toBe("hold");
  });

  test.each([null, "2026-10-31"])("rejected, it is settled: %s", (settledThrough) => {
    const plan = planCharges(aChargesInput({ bills, rules: rules("reject"), settledThrough }));
    expect([plan.kind, plan.charges, plan.issues]).toEqual(["rejected", [], []]);
  });

  test("an approval does not serve for a charge that has gone from the PSA since", () => {
    const input = { bills, rules: rules("approve"), settledThrough: "2026-10-31" };
    expect(planCharges(aChargesInput(input)).issues.map(({ code }) => code)).toEqual([
      "credit_or_adjustment",
    ]);
  });

  test("the text names the amount, the one before and the limit", () => {
    const facts = { ...issue?.facts, lastCost: "100.00" };
    const { happened, effect } = explainIssue("large_change", facts);
    expect(happened).toBe(
      "Azure plan of 1–31 Oct 2026 costs you $700.00, after $100.00 the time before: that is a change above your limit of $500.00.",
    );
    expect(effect).toBe("It was not posted.");
  });
});
