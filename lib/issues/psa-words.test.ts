import { issueActionLabel } from "@/lib/issues/actions";
import { explainIssue, issueCatalogue, issueTitle } from "@/lib/issues/catalogue";
import { type IssueCode, issueCodes } from "@/lib/issues/codes";
import { type ConnectorKind, connectorNames } from "@/lib/psa-names";

/** Words of one PSA that mean nothing in the other. */
const foreignTo: Record<ConnectorKind, RegExp> = {
  autotask: /connectwise|\baddition|\bagreements?\b|\bcatalog/i,
  connectwise: /autotask|\bcontracts?\b|contract service/i,
};

/** They come about in Autotask only. */
const autotaskOnly: IssueCode[] = ["billing_code_missing", "price_conflict"];

const facts: Record<string, string>[] = [
  {},
  { name: "Cloud", status: "ended", endDate: "2026-10-20", earliestEnd: "2026-11-30" },
  { name: "Cloud", date: "2026-10-31", endDate: "2026-10-20", startDate: "2026-10-05" },
  { missing: "billed, nextInvoiceDate" },
  { cycleMonths: "3", wanted: "charges", reason: "not_mapped" },
  { lineId: "12", quantity: "4", ours: "yes", agreementName: "Cloud", policy: "ask" },
];

const sentences = (code: IssueCode, psa: string) => [
  issueTitle(code, psa),
  ...issueCatalogue[code].actions.map((action) => issueActionLabel(action, psa)),
  ...facts.flatMap((known) => Object.values(explainIssue(code, known, { psa }))),
];

test("titles and buttons name the things of the PSA", () => {
  expect(issueTitle("agreement_ended", "Autotask")).toBe("The contract has ended");
  expect(issueTitle("agreement_ended", "ConnectWise")).toBe("The agreement has ended");
  expect(issueTitle("psa_item_inactive", "Autotask")).toBe("The linked service is inactive");
  expect(issueActionLabel("adopt_item", "Autotask")).toBe("Use the existing service");
});

test.each(issueCodes)("%s speaks Autotask’s words to its users", (code) => {
  for (const sentence of sentences(code, connectorNames.autotask)) {
    expect(sentence).not.toMatch(foreignTo.autotask);
  }
});

test.each(issueCodes.filter((code) => !autotaskOnly.includes(code)))(
  "%s speaks ConnectWise’s words to its users",
  (code) => {
    for (const sentence of sentences(code, connectorNames.connectwise)) {
      expect(sentence).not.toMatch(foreignTo.connectwise);
    }
  },
);

test.each(issueCodes)(
  "the Troubleshooting page of %s names neither PSA, so that it holds for both",
  (code) => {
    const { why, steps } = issueCatalogue[code];
    const page = [issueTitle(code), why, ...steps, ...Object.values(explainIssue(code, {}))];
    const names = autotaskOnly.includes(code)
      ? /connectwise|\baddition/i
      : /connectwise|autotask|\baddition/i;
    for (const text of page) expect(text).not.toMatch(names);
  },
);
