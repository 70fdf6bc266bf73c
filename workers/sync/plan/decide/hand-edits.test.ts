import { planSubscription } from "../plan-subscription";
import { aBill, aLine, anInput, aStep, decided, theRules } from "../testing/build";
import { describeActions } from "../testing/describe-actions";
import type { PlanRules, SubscriptionInput } from "../types";

/** Confirmed with 10 at 30; a person has made it 12. */
const edited: Partial<SubscriptionInput> = {
  confirmed: [aStep("2026-09-01", null, "10")],
  lines: [aLine({ quantity: "12" })],
};
const facts = { date: "2026-10-01", field: "quantity", was: "10", now: "12" };
const setBack = ["line-1: to 2026-09-30", "create 2026-10-01..open 10"];
const changed = [aBill("2026-10", [[1, 31, "15"]])];
const toInvoice = ["line-1: to 2026-09-30", "create 2026-10-01..open 15"];
const keep = theRules({ handEdits: "keep" });
const ask = theRules({ handEdits: "ask" });
const answered = (choice: "approve" | "keep", about: Record<string, string>): PlanRules => ({
  ...decided("quantity_drift", choice, { ...about, policy: "ask" }),
  handEdits: "ask",
});
const wanted = { ...facts, wanted: "15 from 2026-10-01 at 30, cost 20" };
const warning = (extra: Record<string, string> = {}) => [
  ["quantity_drift", "warning", { ...facts, ...extra }],
];
const question = (about: Record<string, string>) => [["quantity_drift", "held", { ...about, policy: "ask" }]];

type Case = [
  what: string,
  rules: PlanRules,
  bills: SubscriptionInput["bills"] | null,
  writes: string[],
  issues: unknown[],
];

test.each<Case>([
  ["overwrite", theRules(), null, setBack, warning()],
  ["keep", keep, null, [], warning({ policy: "keep" })],
  ["keep, when the invoice changes the subscription", keep, changed, toInvoice, warning()],
  ["ask", ask, null, [], question(facts)],
  ["ask, when the invoice changes the subscription", ask, changed, [], question(wanted)],
  ["ask: set it back", answered("approve", facts), null, setBack, []],
  ["ask: keep it", answered("keep", facts), null, [], []],
  ["ask: keep it, and then the invoice changes", answered("keep", facts), changed, [], question(wanted)],
  ["ask: keep it whatever the invoice says", answered("keep", wanted), changed, [], []],
  ["ask: the invoice it shall be", answered("approve", wanted), changed, toInvoice, []],
])("%s", (_, rules, bills, writes, issues) => {
  const plan = planSubscription(anInput({ ...edited, rules, ...(bills && { bills }) }));
  expect(describeActions(plan)).toEqual(writes);
  expect(plan.issues.map((issue) => [issue.code, issue.severity, issue.facts])).toEqual(issues);
});

test("an edit that is kept stays one: what is remembered is what the invoices say", () => {
  const first = planSubscription(anInput({ ...edited, rules: keep }));
  expect([first.kind, first.after]).toEqual(["unchanged", first.before]);
  const november = [aBill("2026-11", [[1, 30, "10"]])];
  const again = anInput({ ...edited, rules: keep, bills: november, confirmed: first.confirmed });
  expect(planSubscription(again)).toEqual(expect.objectContaining({ kind: "unchanged", actions: [] }));
});

test("a kept edit's difference to the invoice is stated to the cent", () => {
  const plan = planSubscription(anInput({ ...edited, rules: keep }));
  expect(plan.prorationDifference).toEqual({ costAmount: "40.00", priceAmount: "60.00" });
});

test("an edit that comes to what the invoice says is no matter under any policy", () => {
  const bills = [aBill("2026-10", [[1, 31, "12"]])];
  for (const rules of [theRules(), keep, ask]) {
    expect(planSubscription(anInput({ ...edited, rules, bills }))).toEqual(
      expect.objectContaining({ kind: "unchanged", issues: [] }),
    );
  }
});

test("a line that was deleted is made again under every policy: billing nothing is no price to keep", () => {
  for (const rules of [theRules(), keep, ask]) {
    const input = anInput({ ...edited, rules, lines: [], storedLineIds: ["line-1"] });
    expect(describeActions(planSubscription(input))).toEqual(["create 2026-10-01..open 10"]);
  }
});
