import { aBill, aStep, decided } from "../../testing/build";
import { aContractInput, aMember, aService, describeServices } from "../../testing/build-contract";
import { planContract } from "../plan-contract";

const guard = { quantity: 4, money: null, percent: null };

function planLeaving(quantity: string, date?: string) {
  const rules = {
    ...decided("subscription_disappeared", "confirm_end", undefined, date ? { date } : {}),
    guard,
  };
  const member = aMember("a", {
    storedServiceIds: ["service-1"],
    confirmed: [aStep("2026-01-01", null, "10")],
    bills: [aBill("2026-10", [[1, 20, quantity]])],
    rules,
  });
  const services = [aService("service-1", [["2026-01-01", 10]])];
  const plan = planContract(aContractInput({ services, members: [member] }));
  const codes = plan.members.flatMap(({ issues }) => issues.map(({ code }) => code));
  return { codes, kinds: plan.members.map(({ kind }) => kind), adjustments: describeServices(plan) };
}

test("an end that a person has confirmed with its day is no large change", () => {
  const plan = planLeaving("10", "2026-10-25");
  expect([plan.kinds, plan.codes]).toEqual([["change"], []]);
  expect(JSON.stringify(plan.adjustments)).toContain("2026-10-26");
});

test.each([
  ["before it is confirmed, nothing ends", "10", undefined, "subscription_disappeared"],
  ["it answers for no other day", "15", "2026-10-25", "large_change"],
])("%s", (_, quantity, date, code) => {
  const plan = planLeaving(quantity, date);
  expect([plan.kinds, plan.codes]).toEqual([["hold"], [code]]);
});
