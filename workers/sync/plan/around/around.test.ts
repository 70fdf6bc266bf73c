import type { PsaChoice } from "@/workers/connectors/psa";
import { findBillingCodeIssue } from "./find-billing-code-issue";
import { findLateInvoice, usualDelay } from "./find-late-invoice";
import { findMappingIssues } from "./find-mapping-issues";
import { findStaleSync } from "./find-stale-sync";
import { findUnassignedUsage } from "./find-unassigned-usage";

describe("the company of a mapping", () => {
  const company = { id: "12", name: "Contoso", inactive: false };
  const twin = { id: "45", name: "Contoso", inactive: false };
  const find = (fields: Partial<typeof company>, namesakes: (typeof company)[]) =>
    findMappingIssues({ customer: "Contoso Ltd", company: { ...company, ...fields }, namesakes }).map(
      ({ code, severity, facts }) => [code, severity, facts],
    );

  test("is fine while it is the only one in use", () => {
    expect(find({}, [])).toEqual([]);
    expect(find({}, [{ ...twin, inactive: true }])).toEqual([]);
  });

  test("has a namesake", () => {
    const facts = { customer: "Contoso Ltd", company: "Contoso (12), Contoso (45)", companyId: "12" };
    expect(find({}, [twin])).toEqual([["mapping_target_duplicate", "warning", facts]]);
  });

  test("is inactive, and the one that would do is named where there is just one", () => {
    const facts = { customer: "Contoso Ltd", company: "Contoso", companyId: "12" };
    expect(find({ inactive: true }, [])).toEqual([["psa_company_inactive", "warning", facts]]);
    expect(find({ inactive: true }, [twin, { ...twin, id: "46", inactive: true }])).toEqual([
      ["psa_company_inactive", "warning", { ...facts, activeId: "45", activeName: "Contoso" }],
    ]);
    expect(find({ inactive: true }, [twin, { ...twin, id: "46" }])).toEqual([
      ["psa_company_inactive", "warning", facts],
    ]);
  });
});

describe("the next invoice", () => {
  const find = (today: string) =>
    findLateInvoice({ newestPeriodEnd: "2026-09-30", today, usualDelayDays: 5 });

  test("is late after its usual day", () => {
    expect(find("2026-11-05")).toBeNull();
    expect(find("2026-11-06")).toEqual({
      code: "invoice_late",
      severity: "warning",
      facts: { from: "2026-10-01", to: "2026-10-31", date: "2026-11-05" },
    });
  });

  test("usually takes as long as it took at most", () => {
    const seen = (firstSeen: string) => ({ periodEnd: "2026-09-30", firstSeen });
    expect(usualDelay([], 10)).toBe(10);
    expect(usualDelay([seen("2026-10-02"), seen("2026-10-06")], 10)).toBe(6);
    expect(usualDelay([seen("2026-09-28")], 10)).toBe(0);
  });
});

test("a sync is stale after so many days", () => {
  const find = (today: string) => findStaleSync({ lastCorrect: "2026-10-01", today, staleAfterDays: 35 });
  expect(find("2026-11-05")).toBeNull();
  expect(find("2026-11-06")?.facts).toEqual({ date: "2026-10-01", days: "36" });
});

describe("a billing code", () => {
  const code: PsaChoice = { kind: "charge_billing_code", id: "7", name: "Cloud", inactive: false };
  const find = (chosenId: string | null, choices: PsaChoice[]) =>
    findBillingCodeIssue({ kind: "charge_billing_code", chosenId, choices });

  test("serves while the PSA offers it", () => {
    expect(find("7", [code])).toBeNull();
  });

  test.each<[string, string | null, PsaChoice[], Record<string, string>]>([
    ["none was chosen", null, [code], {}],
    ["it is gone", "7", [], { billingCodeId: "7" }],
    ["it is inactive", "7", [{ ...code, inactive: true }], { billingCodeId: "7", name: "Cloud" }],
    ["it is for services", "7", [{ ...code, kind: "service_billing_code" }], { billingCodeId: "7" }],
  ])("is missing: %s", (_, chosenId, choices, facts) => {
    expect(find(chosenId, choices)).toEqual({
      code: "billing_code_missing",
      severity: "error",
      facts: { kind: "charge_billing_code", ...facts },
    });
  });
});

test("usage of no customer is told with its amount", () => {
  const issue = findUnassignedUsage({
    subscriptionId: "s",
    product: "Azure plan",
    costAmount: "3.10",
    currency: "AUD",
  });
  expect(issue).toEqual({
    code: "usage_unassigned",
    severity: "warning",
    facts: { subscription: "s", product: "Azure plan", amount: "3.10", currency: "AUD" },
  });
});
