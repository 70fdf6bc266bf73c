import { planSubscription } from "../plan-subscription";
import { aBill, aCharge, aLine, anAgreement, anInput, decided } from "../testing/build";
import { describeActions } from "../testing/describe-actions";
import { applyActions } from "../testing/psa-model";
import type { Decision, SubscriptionInput } from "../types";

describe("a line that is none of ours", () => {
  const stranger = aLine({ id: "other-1", reference: null, quantity: "3" });

  test("is kept: ours goes beside it", () => {
    const rules = decided("existing_line", "keep");
    const plan = planSubscription(anInput({ lines: [stranger], rules }));
    expect(plan.issues).toEqual([]);
    expect(describeActions(plan)).toEqual(["create 2026-10-01..open 10"]);
  });

  test("each is decided by itself", () => {
    const another = { ...stranger, id: "other-2" };
    const facts = { lineId: "other-1", quantity: "3", from: "2026-01-01", name: stranger.itemName };
    const rules = decided("existing_line", "keep", facts);
    const plan = planSubscription(anInput({ lines: [stranger, another], rules }));
    expect(plan.issues.map((issue) => issue.facts.lineId)).toEqual(["other-2"]);
    expect(plan.actions).toEqual([]);
  });

  test("one of ours that is set to “do not bill” keeps its days, so that it cannot be gone beside", () => {
    const rules = decided("existing_line", "keep");
    expect(planSubscription(anInput({ lines: [aLine({ billable: false })], rules })).kind).toBe("hold");
  });

  test.each(["azure2610", "annual2610.2", "credit2610", "catch2609"])(
    "a charge of ours (%s) is nobody's line",
    (kind) => {
      const reference = `0d9c3b1a-1111-4222-8333-444455556666:${kind}`;
      const charge = aLine({ reference, from: "2026-10-01", to: "2026-10-31", quantity: "1" });
      expect(planSubscription(anInput({ lines: [charge] })).issues).toEqual([]);
    },
  );
});

describe("a subscription that has left the invoice", () => {
  type Case = [
    what: string,
    answer: [Decision["choice"], date?: string],
    input: Partial<SubscriptionInput>,
    writes: string[] | "held",
  ];
  const leaving = { bills: [aBill("2026-10", [[1, 20, "10"]])], lines: [aLine()] };
  const missing = { bills: [aBill("2026-10", [])], lines: [aLine()] };
  const asked = { bills: [aBill("2026-10", [[1, 31, "10"]]), aBill("2026-11", [])], lines: [aLine()] };

  test.each<Case>([
    ["ends where its last row does", ["confirm_end", "2026-10-20"], leaving, ["line-1: to 2026-10-20"]],
    ["ends later", ["confirm_end", "2026-10-25"], leaving, ["line-1: to 2026-10-25"]],
    ["ends after the period", ["confirm_end", "2026-11-15"], leaving, ["line-1: to 2026-11-15"]],
    ["gives up no invoiced day", ["confirm_end", "2026-10-10"], leaving, ["line-1: to 2026-10-20"]],
    ["needs a date", ["confirm_end"], leaving, "held"],
    ["needs a date that there is", ["confirm_end", "2026-02-30"], leaving, "held"],
    ["needs one within reason", ["confirm_end", "2062-10-31"], leaving, "held"],
    ["is kept", ["keep"], leaving, []],
    ["is not decided by another word", ["approve"], leaving, "held"],
    ["missing: ends before the invoice", ["confirm_end", "2026-09-30"], missing, ["line-1: to 2026-09-30"]],
    [
      "missing: ends long ago, as early as nothing invoiced changes",
      ["confirm_end", "2026-05-31"],
      missing,
      ["line-1: to 2026-09-30"],
    ],
    ["missing: ends within it", ["confirm_end", "2026-10-15"], missing, ["line-1: to 2026-10-15"]],
    ["missing: is kept", ["keep"], missing, []],
    ["missing from the newer: ends", ["confirm_end", "2026-10-31"], asked, ["line-1: to 2026-10-31"]],
    ["missing from the newer: is kept", ["keep"], asked, []],
  ])("%s", (_, [choice, date], input, writes) => {
    const rules = decided("subscription_disappeared", choice, undefined, date ? { date } : {});
    const plan = planSubscription(anInput({ ...input, subscriptionActive: true, rules }));
    if (writes === "held") expect(plan.issues.map(({ code }) => code)).toEqual(["subscription_disappeared"]);
    else expect([plan.issues, describeActions(plan)]).toEqual([[], writes]);
  });
});

describe("what is owed for invoiced days", () => {
  const agreement = anAgreement({ billed: "in_advance" });
  const input = { agreement, lines: [aLine()], bills: [aBill("2026-10", [[1, 31, "12"]])] };
  const facts = {
    from: "2026-10-01",
    to: "2026-10-31",
    amount: "60.00",
    costAmount: "40.00",
    agreementId: "agreement-1",
  };
  const reference = "6f1c2f0e-7d0a-4c56-9d0b-0d8f7a1b2c3d:catch2610";

  test("approved it is a charge of the period that B opens, beside the lines", () => {
    const plan = planSubscription(anInput({ ...input, rules: decided("catch_up", "approve", facts) }));
    expect(plan.issues).toEqual([]);
    expect(plan.actions).toHaveLength(2);
    expect(plan.charges).toEqual([
      {
        reference,
        itemId: "item-1",
        billingCodeId: null,
        name: "Catch-up Oct 2026 – Microsoft 365 Business Premium",
        from: "2026-11-01",
        to: "2026-11-30",
        costAmount: "40.00",
        priceAmount: "60.00",
      },
    ]);
  });

  test("rejected it is settled", () => {
    const plan = planSubscription(anInput({ ...input, rules: decided("catch_up", "reject", facts) }));
    expect([plan.charges, plan.issues, plan.catchUp]).toEqual([[], [], null]);
  });

  test("posted it is settled; what a later invoice adds is asked, and one approval does not serve twice", () => {
    const charges = [aCharge({ reference, costAmount: "40", priceAmount: "60" })];
    expect(planSubscription(anInput({ ...input, charges })).issues).toEqual([]);
    const revised = { ...input, charges, bills: [aBill("2026-10", [[1, 31, "14"]])] };
    const rules = decided("catch_up", "approve", facts);
    expect(planSubscription(anInput({ ...revised, rules })).issues.map((issue) => issue.facts)).toEqual([
      { ...facts, posted: "60.00" },
    ]);
    const approved = planSubscription(anInput({ ...revised, rules: decided("catch_up", "approve") }));
    expect(approved.charges.map((charge) => [charge.reference, charge.priceAmount])).toEqual([
      [`${reference}.2`, "60.00"],
    ]);
  });

  test("each invoice has its charge, whichever of them are planned together", () => {
    const bills = [aBill("2026-09", [[1, 30, "11"]]), aBill("2026-10", [[1, 31, "12"]])];
    const rules = decided("catch_up", "approve");
    const both = planSubscription(anInput({ ...input, bills, rules }));
    expect(both.charges.map((charge) => [charge.reference.slice(-4), charge.priceAmount])).toEqual([
      ["2609", "30.00"],
      ["2610", "60.00"],
    ]);
    const charges = both.charges.map((charge, i) => aCharge({ ...charge, id: String(i) }));
    expect(planSubscription(anInput({ ...input, bills: bills.slice(1), charges })).catchUp).toBeNull();
  });

  test("seats without a price of ours are valued at one that carrying out the plan does not change", () => {
    const lines = [aLine({ to: "2026-09-30", unitPrice: "31" })];
    const rules = decided("catch_up", "approve");
    const missed = anInput({ ...input, lines, strategy: "cost_only", rules });
    const plan = planSubscription(missed);
    expect(plan.charges.map(({ priceAmount }) => priceAmount)).toEqual(["372.00"]);
    const charges = plan.charges.map((charge) => aCharge(charge));
    const written = applyActions(lines, plan.actions);
    expect(written.at(-1)?.unitPrice).not.toBe("31");
    expect(planSubscription({ ...missed, lines: written, charges })).toEqual(
      expect.objectContaining({ kind: "unchanged", charges: [], issues: [] }),
    );
  });

  test("an amount that is not known cannot be approved", () => {
    const rules = decided("catch_up", "approve");
    const plan = planSubscription(anInput({ ...input, lines: [], strategy: "cost_only", rules }));
    expect(plan.charges).toEqual([]);
    expect(plan.issues.map((issue) => issue.facts.missing)).toEqual(["price"]);
  });

  test("an agreement that is over before the next period cannot bear it", () => {
    const ending = { ...agreement, endDate: "2026-10-31" };
    const rules = decided("catch_up", "approve");
    const plan = planSubscription(anInput({ ...input, agreement: ending, rules }));
    expect([plan.kind, plan.actions, plan.charges]).toEqual(["fail", [], []]);
    expect(plan.issues.map(({ code }) => code)).toEqual(["agreement_ended"]);
  });
});
