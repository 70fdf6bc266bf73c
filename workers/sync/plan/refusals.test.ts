import type { AgreementLine, PsaAgreement } from "@/workers/connectors/psa";
import { planSubscription } from "./plan-subscription";
import { aBill, aLine, anAgreement, anInput, aRow, aStep } from "./testing/build";
import { describeActions } from "./testing/describe-actions";
import type { SubscriptionInput } from "./types";

const anotherKey = "0d9c3b1a-1111-4222-8333-444455556666:licence";

function issuesOf(input: Partial<SubscriptionInput>) {
  const plan = planSubscription(anInput(input));
  if (plan.kind === "hold" || plan.kind === "fail") expect(plan.actions).toEqual([]);
  return { kind: plan.kind, issues: plan.issues };
}

describe("an agreement that cannot be billed fails the subscription", () => {
  type Case = [what: string, fields: Partial<PsaAgreement>, code: string, facts: Record<string, string>];

  test.each<Case>([
    ["cancelled", { status: "cancelled" }, "agreement_ended", { status: "cancelled" }],
    ["inactive", { status: "inactive" }, "agreement_ended", { status: "inactive" }],
    [
      "ended",
      { status: "ended", endDate: "2026-09-30" },
      "agreement_ended",
      { status: "ended", endDate: "2026-09-30" },
    ],
    [
      "ends inside the invoiced days",
      { endDate: "2026-10-15" },
      "agreement_ended",
      { endDate: "2026-10-15", date: "2026-10-31" },
    ],
    ["one-time", { oneTime: true }, "agreement_type_mismatch", {}],
    ["billing terms unknown", { billed: null }, "billing_cycle_mismatch", { missing: "billed" }],
    [
      "cycle and next invoice unknown",
      { cycleMonths: null, nextInvoiceDate: null },
      "billing_cycle_mismatch",
      { missing: "cycleMonths, nextInvoiceDate" },
    ],
    [
      "monthly prices on a quarterly cycle",
      { cycleMonths: 3 },
      "billing_cycle_mismatch",
      { cycleMonths: "3" },
    ],
    [
      "billing starts after the first invoiced day",
      { billStartDate: "2026-10-05" },
      "effective_date_before_agreement",
      { date: "2026-10-01", startDate: "2026-10-05" },
    ],
    [
      "the agreement starts later, billing start unknown",
      { billStartDate: null, startDate: "2026-11-01" },
      "effective_date_before_agreement",
      { date: "2026-10-01", startDate: "2026-11-01" },
    ],
  ])("%s", (_, fields, code, facts) => {
    expect(issuesOf({ agreement: anAgreement(fields), lines: [aLine()] })).toEqual({
      kind: "fail",
      issues: [{ code, severity: "error", facts: { name: "Cloud services", ...facts } }],
    });
  });

  test.each<[string, Partial<SubscriptionInput>]>([
    ["it ends on the last invoiced day", { agreement: anAgreement({ endDate: "2026-10-31" }) }],
    [
      "it ended before the boundary and nothing was billed since",
      {
        agreement: anAgreement({ endDate: "2026-10-15" }),
        bills: [
          aBill("2026-10", [
            [1, 10, "10"],
            [11, 31, "0"],
          ]),
        ],
      },
    ],
    [
      "it is cancelled and the invoice bills nothing",
      { agreement: anAgreement({ status: "cancelled" }), bills: [aBill("2026-10", [[1, 31, "0"]])] },
    ],
    [
      "it starts on the first invoiced day",
      { agreement: anAgreement({ billStartDate: "2026-10-05" }), bills: [aBill("2026-10", [[5, 31, "10"]])] },
    ],
  ])("but not when %s", (_, input) => {
    const { kind, issues } = issuesOf(input);
    expect(["change", "unchanged"]).toContain(kind);
    expect(issues).toEqual([]);
  });
});

describe("rows that contradict each other are held", () => {
  type Case = [what: string, bills: SubscriptionInput["bills"], days: [from: string, to: string]];
  const october = aBill("2026-10", [[1, 31, "10"]]);

  test.each<Case>([
    [
      "two quantities for some days",
      [
        aBill("2026-10", [
          [1, 15, "10"],
          [10, 31, "12"],
        ]),
      ],
      ["2026-10-10", "2026-10-15"],
    ],
    [
      "the same row twice",
      [{ ...october, lines: [...october.lines, ...october.lines] }],
      ["2026-10-01", "2026-10-31"],
    ],
    [
      "between two invoices",
      [october, { ...aBill("2026-11", []), lines: [aRow("2026-10-31", "2026-11-30", "10")] }],
      ["2026-10-31", "2026-10-31"],
    ],
    [
      "an end before the start",
      [{ ...october, lines: [aRow("2026-10-10", "2026-10-05", "10")] }],
      ["2026-10-10", "2026-10-05"],
    ],
    ["a negative quantity", [aBill("2026-10", [[1, 31, "-3"]])], ["2026-10-01", "2026-10-31"]],
  ])("%s", (_, bills, [from, to]) => {
    expect(issuesOf({ bills, lines: [aLine({ quantity: "4" })] })).toEqual({
      kind: "hold",
      issues: [{ code: "source_inconsistent", severity: "held", facts: { from, to } }],
    });
  });
});

describe("lines that are not ours", () => {
  const stranger = (fields: Partial<AgreementLine> = {}) =>
    aLine({ id: "other-1", reference: null, quantity: "7", ...fields });
  const facts = {
    lineId: "other-1",
    quantity: "7",
    from: "2026-01-01",
    name: "Microsoft 365 Business Premium",
  };

  test.each<[string, AgreementLine]>([
    ["without a reference", stranger()],
    ["with another tool's reference", stranger({ reference: "SYNC-4711" })],
    ["with a reference that only looks like ours", stranger({ reference: "0d9c3b1a:licence" })],
    ["ending on the boundary", stranger({ to: "2026-10-01" })],
    ["starting later", stranger({ from: "2027-01-01" })],
  ])("are held %s", (_, line) => {
    expect(issuesOf({ lines: [line] })).toEqual({
      kind: "hold",
      issues: [{ code: "existing_line", severity: "held", facts: { ...facts, from: line.from } }],
    });
  });

  test.each<[string, AgreementLine[]]>([
    ["for another item", [stranger({ itemId: "item-2" })]],
    ["not billed", [stranger({ billable: false })]],
    ["over before the boundary", [stranger({ to: "2026-09-30" })]],
    ["of another subscription of ours", [stranger({ reference: anotherKey })]],
    ["beside a line of ours that bills", [stranger(), aLine()]],
  ])("are none of our business %s", (_, lines) => {
    expect(issuesOf({ lines }).issues).toEqual([]);
  });

  test("are held again once our own line has ended or was emptied", () => {
    const ended = aLine({ to: "2026-09-30" });
    const emptied = aLine({ from: "2026-10-01", to: "2026-10-01", quantity: "0" });
    for (const own of [ended, emptied]) {
      expect(issuesOf({ lines: [stranger(), own] }).issues.map(({ code }) => code)).toEqual([
        "existing_line",
      ]);
    }
  });

  test("are left alone when nothing is wanted", () => {
    expect(issuesOf({ lines: [stranger()], bills: [aBill("2026-10", [[1, 31, "0"]])] }).kind).toBe(
      "unchanged",
    );
  });

  test("each is named", () => {
    const lines = [stranger(), stranger({ id: "other-2", quantity: "1" })];
    expect(issuesOf({ lines }).issues.map((issue) => issue.facts.lineId)).toEqual(["other-1", "other-2"]);
  });
});

describe("lines of ours", () => {
  test("that share a day from the boundary on fail", () => {
    const lines = [aLine(), aLine({ id: "line-2", from: "2026-11-01" })];
    expect(issuesOf({ lines })).toEqual({
      kind: "fail",
      issues: [
        {
          code: "several_open_lines",
          severity: "error",
          facts: { lineIds: "line-1, line-2", date: "2026-11-01" },
        },
      ],
    });
  });

  test("that shared days before the boundary only are history", () => {
    const lines = [aLine(), aLine({ id: "line-2", from: "2026-03-01", to: "2026-09-30" })];
    expect(issuesOf({ lines }).kind).not.toBe("fail");
  });

  test("that cannot give way to each other where the PSA bills whole periods fail", () => {
    const lines = [
      aLine({ from: "2026-10-01", to: "2026-10-10", quantity: "3" }),
      aLine({ id: "line-2", from: "2026-10-11", to: "2026-10-31", quantity: "4" }),
    ];
    const { kind, issues } = issuesOf({
      lines,
      agreement: anAgreement({ prorates: false }),
      bills: [aBill("2026-10", [[1, 31, "10"]]), aBill("2026-11", [[1, 30, "0"]])],
    });
    expect(kind).toBe("fail");
    expect(issues.map(({ code }) => code)).toEqual(["several_open_lines"]);
  });

  test("set to “do not bill” are held while something is wanted on their days", () => {
    const lines = [aLine({ billable: false })];
    expect(issuesOf({ lines }).issues).toEqual([
      {
        code: "existing_line",
        severity: "held",
        facts: expect.objectContaining({ lineId: "line-1", billable: "no" }),
      },
    ]);
    expect(issuesOf({ lines: [aLine({ billable: false, to: "2026-09-30" })] }).kind).toBe("change");
  });

  test("that were deleted are made again, with a warning", () => {
    const plan = planSubscription(
      anInput({ storedLineIds: ["line-8"], confirmed: [aStep("2026-10-01", null, "10")] }),
    );
    expect(plan.issues).toEqual([
      { code: "psa_line_deleted", severity: "warning", facts: { lineId: "line-8" } },
    ]);
    expect(describeActions(plan)).toEqual(["create 2026-10-01..open 10"]);
  });

  test("that were deleted after a successor had taken over, or when nothing is wanted, are not missed", () => {
    expect(issuesOf({ storedLineIds: ["line-8", "line-1"], lines: [aLine()] }).issues).toEqual([]);
    expect(issuesOf({ storedLineIds: ["line-8"], bills: [aBill("2026-10", [[1, 31, "0"]])] }).issues).toEqual(
      [],
    );
  });
});
