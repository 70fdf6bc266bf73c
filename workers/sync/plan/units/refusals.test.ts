import { aBill, aStep, decided, theRules } from "../testing/build";
import {
  aContract,
  aContractInput,
  aMember,
  aService,
  aStander,
  describeServices,
} from "../testing/build-contract";
import { planContract } from "./plan-contract";
import type { ContractInput, PlannedMember } from "./types";

const october = (...rows: Parameters<typeof aBill>[1]) => [aBill("2026-10", rows)];
const at31 = { unitPrice: "31", unitCost: "20" };
const ten = aService("service-1", [["2026-01-01", 10]]);

function stored(key: string, quantity: string, fields: Partial<PlannedMember> = {}): PlannedMember {
  return aMember(key, {
    storedServiceIds: ["service-1"],
    confirmed: [aStep("2026-01-01", null, quantity)],
    bills: october([1, 31, quantity]),
    ...fields,
  });
}

function outcome(input: Partial<ContractInput>) {
  const plan = planContract(aContractInput(input));
  return {
    members: plan.members.map(({ key, kind, issues }) => [
      key,
      kind,
      ...issues.map(({ code, severity }) => `${severity} ${code}`),
    ]),
    adjustments: describeServices(plan),
    issues: plan.members.flatMap((member) => member.issues),
    extendTo: plan.extendTo,
  };
}

describe("a second price", () => {
  const members = [stored("a", "10"), aMember("b", { bills: october([1, 31, "3", at31]) })];
  const facts = { price: "31", shared: "30", name: "Microsoft 365 Business Premium" };

  test("is held where the tenant takes a service only once", () => {
    const { issues, ...rest } = outcome({ services: [ten], members, allowRepeat: false });
    expect(rest).toEqual({
      members: [
        ["a", "unchanged"],
        ["b", "hold", "held price_conflict"],
      ],
      adjustments: [],
      extendTo: null,
    });
    expect(issues).toEqual([{ code: "price_conflict", severity: "held", facts }]);
  });

  test.each(["own_service", "approve"] as const)("gets a service of its own by %s", (choice) => {
    const rules = decided("price_conflict", choice, facts);
    const [first, second] = members;
    const asked = second && { ...second, rules };
    const plan = outcome({
      services: [ten],
      members: first && asked ? [first, asked] : [],
      allowRepeat: false,
    });
    expect(plan.adjustments).toEqual(["another 2026-10-01 +3 price 31 cost 20"]);
  });

  test("holds both where each wants another one than the service has", () => {
    const at32 = { unitPrice: "32", unitCost: "20" };
    const plan = outcome({
      services: [ten],
      members: [
        stored("a", "6", { bills: october([1, 31, "6", at31]) }),
        stored("b", "4", { bills: october([1, 31, "4", at32]) }),
      ],
      allowRepeat: false,
    });
    expect(plan.members).toEqual([
      ["a", "hold", "held price_conflict"],
      ["b", "hold", "held price_conflict"],
    ]);
    expect(plan.adjustments).toEqual([]);
  });
});

describe("the contract's end", () => {
  const agreement = aContract({ endDate: "2026-10-20" });

  test("before the last invoiced day fails", () => {
    const { members, issues, adjustments } = outcome({ agreement, members: [aMember("a")] });
    expect([members, adjustments]).toEqual([[["a", "fail", "error agreement_ended"]], []]);
    expect(issues[0]?.facts).toEqual({ name: "Cloud services", endDate: "2026-10-20", date: "2026-10-31" });
  });

  test.each(["active", "ended"] as const)("is moved where the settings allow it (%s)", (status) => {
    const plan = outcome({ agreement: { ...agreement, status }, members: [aMember("a")], extend: true });
    expect(plan.extendTo).toBe("2026-10-31");
    expect(plan.adjustments).toEqual(["new 2026-10-01 +10 price 30 cost 20"]);
  });

  test("is moved to the end of the contract's own period", () => {
    const startDate = "2026-01-15";
    const plan = outcome({
      agreement: aContract({ endDate: "2026-10-14", startDate, nextInvoiceDate: "2026-09-15" }),
      members: [aMember("a")],
      extend: true,
    });
    expect(plan.extendTo).toBe("2026-11-14");
  });

  test.each([
    ["2026-08-31", true],
    ["2026-08-30", false],
    ["2025-12-31", false],
  ])("is moved where at most one whole period lies between: %s %s", (endDate, moved) => {
    const ended = aContract({ startDate: "2025-01-01", endDate, status: "ended" });
    const plan = outcome({ agreement: ended, members: [aMember("a")], extend: true });
    expect(plan.extendTo).toBe(moved ? "2026-10-31" : null);
    expect(plan.members).toEqual(moved ? [["a", "change"]] : [["a", "fail", "error agreement_ended"]]);
    if (moved) return;
    const facts = { name: "Cloud services", status: "ended", endDate, earliestEnd: "2026-08-31" };
    expect([plan.issues[0]?.facts, plan.adjustments]).toEqual([facts, []]);
  });

  test("counts from the oldest day that one of the contract's subscriptions needs", () => {
    const ended = aContract({ endDate: "2026-07-31", status: "ended", nextInvoiceDate: "2026-08-01" });
    const late = aMember("b", { bills: [aBill("2026-08", [[1, 31, "1"]]), ...october([1, 31, "1"])] });
    const plan = outcome({ agreement: ended, members: [aMember("a"), late], extend: true });
    expect(plan.extendTo).toBe("2026-10-31");
  });

  test("steps by the contract's own periods", () => {
    const fields = { startDate: "2026-01-15", nextInvoiceDate: "2026-09-15", status: "ended" as const };
    const extendTo = (endDate: string) =>
      outcome({ agreement: aContract({ ...fields, endDate }), members: [aMember("a")], extend: true })
        .extendTo;
    expect([extendTo("2026-08-14"), extendTo("2026-08-13")]).toEqual(["2026-11-14", null]);
  });

  test("stays where the contract is not in effect", () => {
    const inactive = aContract({ endDate: "2026-09-30", status: "inactive" });
    const plan = outcome({ agreement: inactive, members: [aMember("a")], extend: true });
    expect([plan.extendTo, plan.members]).toEqual([null, [["a", "fail", "error agreement_ended"]]]);
    expect(plan.issues[0]?.facts).not.toHaveProperty("earliestEnd");
  });

  test("stays where nothing is invoiced after it", () => {
    const leaver = aMember("a", { bills: october([1, 14, "10"]), subscriptionActive: false });
    const plan = outcome({ agreement, members: [leaver], extend: true });
    expect([plan.extendTo, plan.adjustments]).toEqual([
      null,
      ["new 2026-10-01 +10 price 30 cost 20", "new 2026-10-15 -10"],
    ]);
  });
});

describe("a service that is none of ours", () => {
  const foreign = aService("other-1", [["2026-01-01", 7]]);
  const facts = {
    lineId: "other-1",
    quantity: "7",
    from: "2026-01-01",
    name: "Microsoft 365 Business Premium",
  };

  test("holds who would be billed beside it, not who already is", () => {
    const plan = outcome({ services: [foreign, ten], members: [stored("a", "10"), aMember("b")] });
    expect(plan.members).toEqual([
      ["a", "unchanged"],
      ["b", "hold", "held existing_line"],
    ]);
    expect([plan.adjustments, plan.issues[0]?.facts]).toEqual([[], facts]);
  });

  test("is kept: ours goes beside it", () => {
    const rules = decided("existing_line", "keep", facts);
    expect(outcome({ services: [foreign], members: [aMember("a", { rules })] }).adjustments).toEqual([
      "another 2026-10-01 +10 price 30 cost 20",
    ]);
  });

  test("of another item is nobody's business", () => {
    const other = { ...foreign, itemId: "item-2" };
    expect(outcome({ services: [other], members: [aMember("a")] }).adjustments).toEqual([
      "new 2026-10-01 +10 price 30 cost 20",
    ]);
  });
});

test("units that a person took from ours are not put back beside a strange service", () => {
  const plan = outcome({
    services: [aService("service-1", [["2026-01-01", 4]]), aService("other-1", [["2026-01-01", 6]])],
    members: [stored("a", "6"), stored("b", "4", { bills: october([1, 31, "5"]) })],
  });
  expect(plan.members).toEqual([
    ["a", "hold", "held existing_line"],
    ["b", "hold", "held existing_line"],
  ]);
  expect(plan.adjustments).toEqual([]);
});

describe("a person's edit of a shared service", () => {
  const edited = aService("service-1", [
    ["2026-01-01", 10],
    ["2026-10-05", 12],
  ]);
  const facts = { date: "2026-10-05", field: "quantity", was: "10", now: "12" };
  const membersWith = (fields: Partial<PlannedMember>) => [
    stored("a", "6", fields),
    stored("b", "4", fields),
  ];

  test("is set back, and told on each", () => {
    const plan = outcome({ services: [edited], members: membersWith({}) });
    expect(plan.members).toEqual([
      ["a", "change", "warning quantity_drift"],
      ["b", "change", "warning quantity_drift"],
    ]);
    expect(plan.issues[0]?.facts).toEqual(facts);
    expect(plan.adjustments).toEqual(["service-1 2026-10-05 -2"]);
  });

  test("is kept where the settings say so, also as another joins", () => {
    const rules = theRules({ handEdits: "keep" });
    const joiner = aMember("c", { bills: october([15, 31, "1"]), rules });
    const plan = outcome({ services: [edited], members: [...membersWith({ rules }), joiner] });
    expect(plan.adjustments).toEqual(["service-1 2026-10-15 +1"]);
  });

  test("is asked about", () => {
    const rules = theRules({ handEdits: "ask" });
    const plan = outcome({ services: [edited], members: membersWith({ rules }) });
    expect(plan.members).toEqual([
      ["a", "hold", "held quantity_drift"],
      ["b", "hold", "held quantity_drift"],
    ]);
    expect(plan.adjustments).toEqual([]);
  });

  test.each([
    ["approve", ["service-1 2026-10-05 -2"]],
    ["keep", []],
  ] as const)("answered with %s", (choice, adjustments) => {
    const asked = { ...facts, policy: "ask" };
    const rules = { ...decided("quantity_drift", choice, asked), handEdits: "ask" as const };
    expect(outcome({ services: [edited], members: membersWith({ rules }) }).adjustments).toEqual(adjustments);
  });

  test("of services on which nobody is planned is told on who joins", () => {
    const stander = aStander("b", {
      storedServiceIds: ["service-1"],
      confirmed: [aStep("2026-01-01", null, "10")],
    });
    const plan = outcome({ services: [edited], members: [stander, aMember("c")] });
    expect(plan.members).toEqual([
      ["b", "unchanged"],
      ["c", "change", "warning quantity_drift"],
    ]);
    expect(plan.adjustments).toEqual(["service-1 2026-10-01 +10", "service-1 2026-10-05 -2"]);
  });

  test("is no edit after a write whose end is unknown", () => {
    const plan = outcome({ services: [edited], members: membersWith({ unsettled: true }) });
    expect([plan.issues, plan.adjustments]).toEqual([[], ["service-1 2026-10-05 -2"]]);
  });
});

test("a service that was taken away is made again, with the warning", () => {
  const plan = outcome({ services: [], members: [stored("a", "10")] });
  expect(plan.members).toEqual([["a", "change", "warning psa_line_deleted"]]);
  expect(plan.adjustments).toEqual(["new 2026-10-01 +10 price 30 cost 20"]);
});

test("a change beyond a limit is held on its subscription, and the others go on", () => {
  const rules = theRules({ guard: { quantity: 3, money: null, percent: null } });
  const plan = outcome({
    services: [ten],
    members: [
      stored("a", "6", { bills: october([1, 31, "60"]), rules }),
      stored("b", "4", { bills: october([1, 31, "5"]), rules }),
    ],
  });
  expect(plan.members).toEqual([
    ["a", "hold", "held large_change"],
    ["b", "change"],
  ]);
  expect(plan.adjustments).toEqual(["service-1 2026-10-01 +1"]);
});

describe("a date that was adjusted", () => {
  const adjustedOn = new Map([["service-1", new Set(["2026-10-01"])]]);

  test("fails who decreases on it; the others stay", () => {
    const members = [stored("a", "6", { bills: october([1, 31, "5"]) }), stored("b", "4")];
    const plan = outcome({ services: [ten], members, adjustedOn });
    expect(plan.members).toEqual([
      ["a", "fail", "error psa_rejected"],
      ["b", "unchanged"],
    ]);
    expect(plan.issues[0]?.facts.date).toBe("2026-10-01");
    expect(plan.adjustments).toEqual([]);
  });

  test("fails an increase where no other service can be made", () => {
    const members = [stored("a", "10", { bills: october([1, 31, "12"]) })];
    const plan = outcome({ services: [ten], members, adjustedOn, allowRepeat: false });
    expect(plan.members).toEqual([["a", "fail", "error psa_rejected"]]);
  });
});

test("a fraction of a licence cannot be adjusted", () => {
  const plan = outcome({ members: [aMember("a", { bills: october([1, 31, "2.5"]) })] });
  expect(plan.members).toEqual([["a", "fail", "error psa_rejected"]]);
});

test("what ends by a person's order is told on the one that stood", () => {
  const stander = aStander("b", {
    storedServiceIds: ["service-1"],
    confirmed: [aStep("2026-01-01", null, "4")],
    endsOn: "2026-10-14",
  });
  const plan = planContract(aContractInput({ services: [ten], members: [stored("a", "6"), stander] }));
  expect(plan.members.map(({ key, kind }) => [key, kind])).toEqual([
    ["a", "unchanged"],
    ["b", "change"],
  ]);
  expect(plan.members[1]?.after).toEqual([aStep("2026-10-01", "2026-10-14", "4")]);
});
