import { issueActionLabel, issueActionLabels } from "@/lib/issues/actions";
import { explainIssue, issueCatalogue, issueText, issueTitle } from "@/lib/issues/catalogue";
import { type IssueCode, isIssueCode, issueCodes } from "@/lib/issues/codes";
import { groupOfIssue, issueGroups } from "@/lib/issues/groups";
import { searchIssues } from "@/lib/issues/search";

/** Every fact that a text reads, so that each sentence is tried with all of them at once. */
const allFacts = {
  psa: "ConnectWise",
  currency: "AUD",
  words: "Additions cannot be added.",
  customer: "Blue Gum Dental",
  product: "Visio Plan 2",
  sku: "P1Y:CFQ7TTC0HD32",
  name: "Managed Services 2025",
  company: "Blue Gum Dental Pty Ltd",
  companyId: "250",
  suggestion: "Blue Gum Dental",
  itemIds: "12, 14",
  status: "ended",
  endDate: "2026-09-30",
  earliestEnd: "2026-10-31",
  startDate: "2026-10-05",
  date: "2026-10-10",
  periodEnd: "2026-10-31",
  from: "2026-10-01",
  to: "2026-10-31",
  missing: "nextInvoiceDate",
  cycleMonths: "3",
  invoiceCurrency: "AUD",
  agreementCurrency: "NZD",
  lineId: "311",
  lineIds: "311, 312",
  billable: "no",
  field: "unitPrice",
  was: "22",
  now: "24",
  old: "33.00",
  new: "34.50",
  price: "10",
  cost: "12",
  shared: "11",
  amount: "1182.30",
  costAmount: "900",
  lastCost: "412.57",
  limit: "100",
  offer: "Adjustment of September",
  posted: "12.50",
  policy: "ask",
  agreementName: "Managed Services 2024",
  total: "48112.40",
  sum: "48100.10",
  invoice: "INV-204",
  reason: "not_mapped",
  resumesAt: "15:10",
  lines: "3",
  days: "40",
  hours: "24",
  reference: "7F3K-20A",
};

const sentences = (code: IssueCode, facts: Record<string, string>) => {
  const { happened, effect, remedy } = explainIssue(code, facts);
  return [happened, effect, remedy];
};

const wellFormed = /^[A-Z“$\d].*[.”]$/s;
const leftover = /null|undefined|\$\{|[{}]|\s{2}|\s[.,;:]|\.\.|“”|\(\)|'/;

describe("the issue catalogue", () => {
  test.each(issueCodes)("%s has all its texts", (code) => {
    const { actions, why, steps } = issueCatalogue[code];
    expect(issueTitle(code)).toMatch(/^[A-Z].*[^.]$/);
    expect(actions.length).toBeGreaterThan(0);
    expect(new Set(actions).size).toBe(actions.length);
    for (const text of [why, ...steps]) {
      expect(text).toMatch(wellFormed);
      expect(text).not.toMatch(leftover);
    }
    expect(steps.length).toBeGreaterThan(0);
  });

  test.each(issueCodes)("%s reads well without a single fact", (code) => {
    for (const sentence of sentences(code, {})) {
      expect(sentence).toMatch(wellFormed);
      expect(sentence).not.toMatch(leftover);
    }
  });

  test.each(issueCodes)("%s reads well with every fact, and with any one of them missing", (code) => {
    for (const missing of ["", ...Object.keys(allFacts)]) {
      for (const sentence of sentences(code, { ...allFacts, [missing]: "" })) {
        expect(sentence).toMatch(wellFormed);
        expect(sentence).not.toMatch(leftover);
        expect(sentence).not.toMatch(/\d{4}-\d{2}-\d{2}|unitPrice|not_mapped/);
      }
    }
  });

  test("names what the planner found", () => {
    const context = { psa: "ConnectWise", currency: "AUD", product: "Visio Plan 2" };
    const happened = (code: IssueCode, facts: Record<string, string>) =>
      explainIssue(code, facts, context).happened;
    expect(happened("agreement_ended", { name: "Managed Services 2025", endDate: "2026-09-30" })).toBe(
      "“Managed Services 2025” ended on 30 Sep 2026, so it takes no new lines.",
    );
    expect(happened("price_changed_mid_period", { old: "33", new: "34.50", date: "2026-10-10" })).toBe(
      "The price of Visio Plan 2 changed on 10 Oct 2026, from $33.00 to $34.50.",
    );
    expect(
      happened("quantity_drift", { field: "quantity", was: "24.00", now: "30", date: "2026-10-10" }),
    ).toBe(
      "Somebody changed the quantity of this subscription in ConnectWise from 10 Oct 2026: we had set 24, ConnectWise had 30.",
    );
    expect(
      happened("existing_line", { lineId: "311", quantity: "5", from: "2026-01-01", name: "Visio" }),
    ).toBe(
      "The agreement already has a line for “Visio” with quantity 5 since 1 Jan 2026 that was not made by us (line 311).",
    );
    expect(happened("billing_cycle_mismatch", { name: "Cloud", missing: "billed, nextInvoiceDate" })).toBe(
      "“Cloud” does not say whether it is billed in advance or in arrears, nor the date of its next invoice.",
    );
    expect(happened("source_inconsistent", { invoice: "INV-204", total: "10", sum: "9.5" })).toBe(
      "Invoice INV-204 says that it comes to $10.00, but its lines sum to $9.50.",
    );
  });

  test("the PSA's own words are quoted", () => {
    const { happened } = explainIssue("psa_rejected", { psa: "ConnectWise", words: "Quantity is required." });
    expect(happened).toBe("ConnectWise refused the change. It said: “Quantity is required.”");
  });

  test("a stored fact comes before what the place knows", () => {
    expect(explainIssue("agreement_missing", { name: "Old" }, { name: "New" }).happened).toContain("“Old”");
  });

  test("a code that nobody knows reads as unexpected", () => {
    expect(isIssueCode("no_such_code")).toBe(false);
    expect(issueText("no_such_code")).toBe(issueCatalogue.unexpected);
  });

  test("every action has words for its button", () => {
    for (const label of Object.values(issueActionLabels)) expect(label).toMatch(/^[A-Z]/);
    expect(issueActionLabel("open_in_psa", "Autotask")).toBe("Open in Autotask");
    expect(issueActionLabel("choose_agreement", "Autotask")).toBe("Choose another contract");
    expect(issueActionLabel("choose_agreement", "ConnectWise")).toBe("Choose another agreement");
    expect(issueActionLabel("retry", "Autotask")).toBe("Retry");
  });
});

describe("searching the catalogue", () => {
  test("nothing asked gives all", () => {
    expect(searchIssues("  ")).toEqual([...issueCodes]);
  });

  test("titles come first, codes count with and without underscores", () => {
    expect(searchIssues("agreement ended")[0]).toBe("agreement_ended");
    expect(searchIssues("psa_rejected")).toContain("psa_rejected");
    expect(searchIssues("CATCH UP")).toContain("catch_up");
  });

  test("every word must be there", () => {
    expect(searchIssues("agreement zebra")).toEqual([]);
  });

  test("a typed apostrophe finds the printed one", () => {
    expect(searchIssues("prism's price list").length).toBeGreaterThan(0);
  });
});

describe("the index", () => {
  test("holds each code exactly once", () => {
    expect(issueGroups.flatMap((group) => group.codes).sort()).toEqual([...issueCodes].sort());
    expect(groupOfIssue("catch_up")?.title).toBe("Quantities and amounts");
  });
});
