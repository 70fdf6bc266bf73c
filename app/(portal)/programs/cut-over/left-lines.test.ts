import { type LeftLineDoubt, leftLines } from "@/app/(portal)/programs/cut-over/left-lines";
import type { WaitingRow } from "@/db/queries/portal/list-waiting";

type Facts = Record<string, string>;
type Case = {
  key?: string;
  kind?: "connectwise" | "autotask";
  wanted?: string | null;
  lines?: Facts[];
  retry?: string;
};

function waiting({ key = "1", kind = "connectwise", wanted = "12", lines, retry }: Case): WaitingRow {
  const facts = lines ?? [{ lineId: "311", quantity: "12", from: "2026-08-01", name: "Business Standard" }];
  return {
    programSyncId: "sync",
    kind: "customers",
    cause: "existing_line",
    place: key,
    key: `${key}:licence`,
    waitingSince: new Date("2026-11-02T00:00:00Z"),
    runId: "run",
    itemId: `item ${key}`,
    itemMonth: "2026-11-01",
    runStatus: "warning",
    programSlug: "csp",
    programName: "Microsoft CSP",
    connection: { id: "psa", kind, name: "PSA", site: "na.myconnectwise.net", account: "harbour" },
    item: {
      id: `item ${key}`,
      key: `${key}:licence`,
      subject: "subscription",
      productId: null,
      subscriptionId: key,
      customerId: "customer",
      customerName: "Blue Gum Dental",
      title: "Business Standard",
      agreementId: "4001",
      agreementName: "Licences",
      outcome: "held",
      reason: null,
      before: [],
      after:
        wanted === null
          ? null
          : [{ from: "2026-10-01", to: null, quantity: wanted, unitCost: "10", unitPrice: "12" }],
      costAmount: null,
      priceAmount: null,
      currency: "AUD",
      lineCount: 1,
      priceDifference: null,
      costDifference: null,
      issueCount: facts.length,
      issues: facts.map((one, index) => ({
        id: `issue ${key}.${index}`,
        itemId: `item ${key}`,
        code: "existing_line",
        severity: "held",
        facts: one,
        factsHash: `${key}.${index}`,
        acknowledged: false,
        rawAnswer: null,
        reference: "7F3K",
        decision: null,
      })),
      standing: { position: null, exclusion: null, retryRunId: retry ?? null, customerWaits: false },
    },
  };
}

const line = { lineId: "311", quantity: "12" };

test.each<[what: string, Case[], LeftLineDoubt | null, agrees: boolean]>([
  ["one line of as many", [{}], null, true],
  ["the same number written otherwise", [{ wanted: "12.00" }], null, true],
  ["one line of another quantity", [{ wanted: "15" }], null, false],
  ["a subscription whose quantity is not known", [{ wanted: null }], null, false],
  ["two lines for one subscription", [{ lines: [line, { ...line, lineId: "312" }] }], "several_lines", true],
  [
    "one line for two subscriptions",
    [{ wanted: "7" }, { key: "2", wanted: "5" }],
    "several_subscriptions",
    true,
  ],
  [
    "a service for two subscriptions",
    [
      { kind: "autotask", wanted: "7" },
      { kind: "autotask", key: "2", wanted: "5" },
    ],
    null,
    true,
  ],
  [
    "a service for two subscriptions that want more",
    [
      { kind: "autotask", wanted: "7" },
      { kind: "autotask", key: "2", wanted: "6" },
    ],
    null,
    false,
  ],
  ["a line that is not billed", [{ lines: [{ ...line, billable: "no" }] }], "not_billed", true],
  ["a line of ours on another agreement", [{ lines: [{ ...line, ours: "yes" }] }], "ours_elsewhere", true],
  ["a line that is being synced", [{ retry: "another run" }], "under_way", true],
])("%s", (_, cases, doubt, agrees) => {
  expect(leftLines(cases.map(waiting))[0]).toMatchObject({ doubt, agrees });
});

test("names the line by the PSA's id; without one there is nothing to adopt", () => {
  expect(leftLines([waiting({})])[0]).toMatchObject({
    named: { issueId: "issue 1.0", lineId: "311" },
    name: "Business Standard",
    quantity: "12",
    since: "2026-08-01",
    wanted: "12",
  });
  expect(leftLines([waiting({ lines: [{ quantity: "3" }] })])[0]?.named).toBeNull();
});
