import { aBill, aStep } from "../../testing/build";
import { aContractInput, aMember, aService, describeServices } from "../../testing/build-contract";
import { planContract } from "../plan-contract";
import type { PlannedMember } from "../types";

const october = (...rows: Parameters<typeof aBill>[1]) => [aBill("2026-10", rows)];
const ten = aService("service-1", [["2026-01-01", 10]]);

function stored(key: string, quantity: string, fields: Partial<PlannedMember> = {}): PlannedMember {
  const confirmed = [aStep("2026-01-01", null, quantity)];
  return aMember(key, {
    storedServiceIds: ["service-1"],
    confirmed,
    bills: october([1, 31, quantity]),
    ...fields,
  });
}

test("days that are posted and not billed are one amount", () => {
  const bills = [aBill("2026-09", [[16, 30, "2"]]), ...october([1, 31, "2"])];
  const plan = planContract(aContractInput({ members: [aMember("a", { bills })] }));
  expect(plan.members[0]?.catchUp).toEqual({
    from: "2026-09-01",
    to: "2026-09-30",
    costAmount: "20.00",
    priceAmount: "30.00",
  });
  expect(describeServices(plan)).toEqual(["new 2026-10-01 +2 price 30 cost 20"]);
});

test("what a shared service billed for others is not charged again", () => {
  const bills = [aBill("2026-09", [[1, 30, "6"]]), ...october([1, 31, "6"])];
  const plan = planContract(
    aContractInput({ services: [ten], members: [stored("a", "6", { bills }), stored("b", "4")] }),
  );
  expect(plan.members.map(({ catchUp }) => catchUp)).toEqual([null, null]);
});

test("cents by which a shared row is rounded are the first member's", () => {
  const cents = { unitPrice: "0.05", unitCost: "0.05" };
  const bills = october([1, 10, "1", cents]);
  const members = ["a", "b"].map((key) => aMember(key, { bills, subscriptionActive: false }));
  const plan = planContract(aContractInput({ members }));
  // Each is invoiced 0.05 × 10 ÷ 31 = 0.016 → 0.02; the PSA bills 2 × 0.05 × 10 ÷ 31 = 0.03.
  expect(plan.members.map(({ prorationDifference }) => prorationDifference)).toEqual([
    { costAmount: "-0.01", priceAmount: "-0.01" },
    null,
  ]);
});

test("an older invoice that is corrected moves its own subscription's amount, and nobody else's", () => {
  const services = [ten];
  const before = planContract(aContractInput({ services, members: [stored("a", "6"), stored("b", "4")] }));
  const [a, b] = before.members.map(({ confirmed }) => confirmed);
  const bills = [aBill("2026-09", [[1, 30, "5"]]), ...october([1, 31, "6"])];
  const plan = planContract(
    aContractInput({
      services,
      members: [stored("a", "6", { bills, confirmed: a }), stored("b", "4", { confirmed: b })],
    }),
  );
  expect(plan.members.map(({ catchUp }) => catchUp)).toMatchObject([
    { costAmount: "-20.00", priceAmount: "-30.00" },
    null,
  ]);
});
