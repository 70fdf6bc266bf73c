import { Decimal } from "decimal.js";
import fc from "fast-check";
import type { AgreementLine } from "@/workers/connectors/psa";
import { billingBoundary } from "../calendar/boundary";
import { planSubscription } from "../plan-subscription";
import { subscriptions } from "../testing/arbitraries";
import { aCharge, theRules } from "../testing/build";
import { applyActions, eachDay, linesOn } from "../testing/psa-model";
import { holdsForAll, printSeed } from "../testing/run-property";
import type { Decision, GuardLimits, HandEditPolicy, SubscriptionInput, SubscriptionPlan } from "../types";

beforeAll(() => printSeed("rules"));

const days = eachDay("2026-08-01", "2027-01-31");
const limits = fc.record<GuardLimits>({
  quantity: fc.constantFrom(null, 0, 1, 3),
  money: fc.constantFrom(null, "0", "19.37", "60"),
  percent: fc.constantFrom(null, 0, 50, 100),
});

function on(lines: AgreementLine[], day: string): { quantity: Decimal; cost: Decimal } {
  let [quantity, cost] = [new Decimal(0), new Decimal(0)];
  for (const line of linesOn(lines, day)) {
    quantity = quantity.plus(line.quantity);
    cost = cost.plus(new Decimal(line.quantity).times(line.unitCost));
  }
  return { quantity, cost };
}

/** Days on which what is written differs from what was there by more than the limits allow. */
function beyond(input: SubscriptionInput, plan: SubscriptionPlan, guard: GuardLimits): string[] {
  const written = applyActions(input.lines, plan.actions);
  return days.filter((day) => {
    const [was, now] = [on(input.lines, day), on(written, day)];
    const change = now.quantity.minus(was.quantity).abs();
    const cost = now.cost.minus(was.cost).abs();
    const byMoney = guard.money !== null && input.strategy !== "quantity_only" && cost.gt(guard.money);
    const byPercent = guard.percent !== null && change.times(100).gt(was.quantity.times(guard.percent));
    return (
      (guard.quantity !== null && change.gt(guard.quantity)) || byMoney || (byPercent && was.quantity.gt(0))
    );
  });
}

test("nothing beyond a limit is written without approval, and everything within is", () => {
  holdsForAll(fc.tuple(subscriptions, limits), 2_000, ([input, guard]) => {
    const free = planSubscription(input);
    const plan = planSubscription({ ...input, rules: theRules({ guard }) });
    expect(beyond(input, plan, guard)).toEqual([]);
    const held = plan.issues.some(({ code }) => code === "large_change");
    if (!held) expect(plan.actions).toEqual(free.actions);
    else if (guard.money === null) expect(beyond(input, free, guard)).not.toEqual([]);
  });
});

test("a confirmed end is written beyond every limit, and nothing else is", () => {
  const ends = fc.constantFrom(...days.filter((day) => day.endsWith("-07") || day.endsWith("-30")));
  holdsForAll(fc.tuple(subscriptions, limits, ends), 2_000, ([input, guard, date]) => {
    const decide = ({ code }: { code: string }): Decision | null =>
      code === "subscription_disappeared" ? { choice: "confirm_end", details: { date } } : null;
    const plan = planSubscription({ ...input, rules: theRules({ guard, decide }) });
    const written = applyActions(input.lines, plan.actions);
    const left = beyond(input, plan, guard);
    expect(left.filter((day) => day <= date || !on(written, day).quantity.isZero())).toEqual([]);
  });
});

test("approval lets a large change through, rejection leaves the PSA as it is", () => {
  holdsForAll(fc.tuple(subscriptions, limits), 2_000, ([input, guard]) => {
    const decide = (choice: Decision["choice"]) =>
      theRules({ guard, decide: ({ code }) => (code === "large_change" ? { choice, details: {} } : null) });
    const held = planSubscription({ ...input, rules: theRules({ guard }) });
    expect(planSubscription({ ...input, rules: decide("approve") }).actions).toEqual(
      planSubscription(input).actions,
    );
    if (!held.issues.some(({ code }) => code === "large_change")) return;
    const rejected = planSubscription({ ...input, rules: decide("reject") });
    expect([rejected.kind, rejected.actions]).toEqual(["rejected", []]);
  });
});

/** A subscription that was brought to the PSA, and one of whose lines a person has edited since, where it was confirmed. */
const edited = fc
  .tuple(subscriptions, fc.nat(), fc.constantFrom("1", "3", "7"), fc.constantFrom("28.19", "31"))
  .map(([input, pick, quantity, unitPrice]) => {
    const { kind, actions, confirmed } = planSubscription(input);
    const lines = applyActions(input.lines, actions);
    const boundary = billingBoundary(input.agreement) ?? "";
    const open = lines.filter(({ from, to }) => {
      const start = from > boundary ? from : boundary;
      return start >= (confirmed[0]?.from ?? "9999") && (to === null || to >= boundary);
    });
    const edit = open[pick % Math.max(1, open.length)];
    const isBrought = kind === "change" || kind === "unchanged";
    return {
      ...input,
      confirmed: edit && isBrought ? confirmed : null,
      lines: lines.map((line) => (line === edit ? { ...line, quantity, unitPrice } : line)),
    };
  })
  .filter(({ confirmed }) => confirmed !== null);

test("where edits are kept or asked about, no edit is written over while the invoice stays as it was", () => {
  const policies = fc.constantFrom<HandEditPolicy>("keep", "ask");
  holdsForAll(fc.tuple(edited, policies), 2_000, ([input, handEdits]) => {
    const plan = planSubscription({ ...input, rules: theRules({ handEdits }) });
    if (plan.issues.some(({ severity }) => severity === "error")) return;
    expect(plan.actions).toEqual([]);
    const decide = () => ({ choice: "keep" as const, details: {} });
    expect(planSubscription({ ...input, rules: theRules({ handEdits, decide }) }).actions).toEqual([]);
    const again = planSubscription({ ...input, confirmed: plan.confirmed, rules: theRules({ handEdits }) });
    expect(again.actions).toEqual([]);
  });
});

/** Without a line from before the boundary there is no price of the PSA's that stays while the plan is carried out. */
function isPriced({ strategy, lines, agreement }: SubscriptionInput): boolean {
  const boundary = billingBoundary(agreement) ?? "";
  return strategy === "cost_and_retail" || lines.some(({ from }) => from < boundary);
}

test("approved catch-up amounts are owed no more, in all and by invoice", () => {
  holdsForAll(subscriptions.filter(isPriced), 2_000, (input) => {
    const rules = theRules({
      decide: ({ code }) => (code === "catch_up" ? { choice: "approve", details: {} } : null),
    });
    const plan = planSubscription({ ...input, rules });
    const charges = plan.charges.map((charge, i) => aCharge({ ...charge, id: String(i) }));
    const applied = { ...input, lines: applyActions(input.lines, plan.actions), charges };
    for (const again of [planSubscription(applied), planSubscription({ ...applied, rules })]) {
      if (plan.charges.length > 0) expect([again.catchUp, again.charges]).toEqual([null, []]);
    }
    const owed = planSubscription(input).catchUp;
    if (plan.kind === "hold" || plan.kind === "fail" || !owed?.priceAmount || !owed.costAmount) return;
    const sum = (field: "costAmount" | "priceAmount") =>
      charges.reduce((total, charge) => total.plus(charge[field]), new Decimal(0)).toFixed(2);
    expect([sum("costAmount"), sum("priceAmount")]).toEqual([
      new Decimal(owed.costAmount).toFixed(2),
      new Decimal(owed.priceAmount).toFixed(2),
    ]);
  });
});
