import { safeToInvoice } from "@/app/(portal)/dashboard/safe/safe-to-invoice";
import type { KindOverview, ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { StandingCause } from "@/db/schema";

const now = new Date("2026-11-10T00:00:00Z");
const yesterday = new Date("2026-11-09T00:00:00Z");

type Status = NonNullable<KindOverview["status"]>;

function status(kind: "customers" | "products", change: Partial<Status> = {}): Status {
  return {
    orgId: "o",
    programSyncId: "p",
    kind,
    lastRunId: `run-${kind}`,
    lastRunStatus: "success",
    lastStartedAt: yesterday,
    lastFinishedAt: yesterday,
    counts: null,
    lastSuccessfulAt: yesterday,
    failed: 0,
    held: 0,
    unknown: 0,
    warnings: 0,
    notMapped: 0,
    causes: [],
    notMappedCost: [],
    standing: 0,
    failingSince: null,
    failingCauses: null,
    failureMailedAt: null,
    reviewedCauses: null,
    updatedAt: yesterday,
    ...change,
  };
}

function program(change: Partial<ProgramOverview> = {}): ProgramOverview {
  return {
    sync: {
      orgId: "o",
      id: "p",
      slug: "csp",
      programId: "g",
      connectionId: "c",
      customersEnabled: true,
      productsEnabled: true,
      productMode: "in_use",
      azureEnabled: false,
      annualEnabled: false,
      handEdits: "overwrite",
      guardQuantity: null,
      guardMoney: null,
      guardPercent: null,
      extendContracts: false,
      serviceBillingCodeId: null,
      chargeBillingCodeId: null,
      vendorId: null,
      priceContractAgreementId: null,
      notifyAddresses: [],
      reviewStops: [],
      scheduleHour: 6,
      staleAfterDays: 35,
      version: 1,
      createdAt: yesterday,
      updatedAt: yesterday,
    },
    programName: "Microsoft CSP",
    connectionId: "c",
    connectionKind: "connectwise",
    connectionName: "ConnectWise",
    connectionState: "healthy",
    connectionReason: null,
    directoryRefreshedAt: yesterday,
    sourceId: "s",
    sourceState: "healthy",
    sourceReason: null,
    newestLookedAt: true,
    customersToSync: 0,
    mappedSince: 0,
    awaited: [{ contractAgreementId: "CA-1", end: "2026-10-31" }],
    usualInvoiceDelay: null,
    newestInvoice: { start: "2026-10-01", end: "2026-10-31", currency: "AUD", fetchedAt: yesterday },
    kinds: {
      customers: { status: status("customers"), openRun: null },
      products: { status: status("products"), openRun: null },
    },
    ...change,
  };
}

const withStatus = (change: Partial<Status>) =>
  program({
    kinds: {
      customers: { status: status("customers", change), openRun: null },
      products: { status: status("products"), openRun: null },
    },
  });

function cause(change: Partial<StandingCause>): StandingCause {
  return {
    outcome: "failed",
    runId: "run-before",
    code: "agreement_ended",
    keys: 1,
    itemId: "item",
    customerName: "Blue Gum Dental",
    customers: 1,
    cost: [{ currency: "AUD", cost: "120.50" }],
    ...change,
  };
}

const judge = (of: ProgramOverview, today = "2026-11-10") => safeToInvoice(of, { now, today });
/** Each entry as a person reads it. */
const listed = (of: ProgramOverview, today?: string) =>
  judge(of, today).blockers.map(({ count, title }) => (count === null ? title : `${count} × ${title}`));

describe("a month is safe to invoice", () => {
  it("when nothing blocks it", () => {
    expect(judge(program())).toEqual({ month: "2026-10-01", blockers: [] });
  });

  it("while only a preview runs, which changes nothing", () => {
    const of = program();
    of.kinds.customers.openRun = { ...run, mode: "preview", status: "running" };
    expect(judge(of).blockers).toEqual([]);
  });

  it("when products are looked after elsewhere", () => {
    expect(judge(program({ sync: { ...sync, productsEnabled: false } })).blockers).toEqual([]);
  });

  it("when the last scheduled sync left everything as it was", () => {
    expect(judge(withStatus({ lastRunStatus: "no_change" })).blockers).toEqual([]);
  });
});

const running = { runId: "r", programSyncId: "p", kind: "customers", startedAt: null } as const;
const run = { ...running, progressDone: 0, progressTotal: null };
const never = { lastRunId: null, lastRunStatus: null, lastSuccessfulAt: null } as const;
const { sync } = program();
const longAgo = new Date("2026-10-06T00:00:00Z");
const warning = { outcome: null, code: "price_below_cost" } as const;

test.each<[string, ProgramOverview, string[]]>([
  [
    "something failed",
    withStatus({ failed: 2, lastRunStatus: "error", causes: [cause({ keys: 2 })] }),
    ["2 × The agreement has ended"],
  ],
  [
    "an outcome is unknown and no cause is told",
    withStatus({ unknown: 1 }),
    ["1 × Line without a reason told"],
  ],
  [
    "something is held for two causes",
    withStatus({
      held: 3,
      causes: [
        cause({ outcome: "held", code: "catch_up", keys: 2 }),
        cause({ outcome: "held", code: "large_change" }),
      ],
    }),
    ["2 × An amount for days already invoiced waits", "1 × A large change waits for you"],
  ],
  ["a customer is not mapped", withStatus({ notMapped: 1 }), ["1 × Customer not mapped"]],
  [
    "of three one is mapped by now, and waits for its sync",
    { ...withStatus({ notMapped: 3 }), mappedSince: 1, customersToSync: 1 },
    ["1 × Customer mapped since its last sync", "2 × Customers not mapped"],
  ],
  [
    "the last one is mapped, and has no invoice to bring over",
    { ...withStatus({ notMapped: 1, warnings: 1 }), mappedSince: 1 },
    [],
  ],
  [
    "an agreement does not prorate",
    withStatus({ warnings: 4, causes: [cause({ outcome: null, code: "prorate_disabled", keys: 4 })] }),
    ["4 × The agreement does not bill part months"],
  ],
  ["a warning waits", withStatus({ warnings: 1, causes: [cause(warning)] }), ["1 × Sold below cost"]],
  [
    "the last run could not work",
    withStatus({ lastRunStatus: "error" }),
    ["The last customers sync could not do its work"],
  ],
  [
    "the last run was cancelled, whatever else it left",
    withStatus({
      lastRunStatus: "cancelled",
      held: 1,
      causes: [cause({ outcome: "held", code: "catch_up" })],
    }),
    ["The last customers sync was cancelled", "1 × An amount for days already invoiced waits"],
  ],
  [
    "the run itself left a warning",
    withStatus({ lastRunStatus: "warning" }),
    ["The last customers sync left a warning"],
  ],
  ["it is long ago", withStatus({ lastSuccessfulAt: longAgo }), ["No correct customers sync for 35 days"]],
  [
    "an invoice came and no whole sync has looked at it",
    program({ newestLookedAt: false }),
    ["No sync has looked at the invoice of October 2026 yet"],
  ],
  ["nothing has run", withStatus(never), ["No customers sync has run yet"]],
  [
    "a sync is running",
    program({
      kinds: {
        customers: { status: status("customers"), openRun: { ...run, mode: "live", status: "running" } },
        products: { status: status("products"), openRun: null },
      },
    }),
    ["A customers sync is running"],
  ],
  [
    "the keys are refused",
    program({ connectionState: "needs_attention", connectionReason: "psa_unauthorised" }),
    ["ConnectWise does not accept our keys"],
  ],
  [
    "PRISM refuses them",
    program({ sourceState: "needs_attention", sourceReason: "source_unauthorised" }),
    ["PRISM does not accept our keys"],
  ],
  [
    "nobody has tested the keys",
    program({ connectionState: "needs_attention" }),
    ["ConnectWise has not been tested yet"],
  ],
  [
    "it is switched off",
    program({ sync: { ...sync, customersEnabled: false } }),
    ["The customers sync is switched off"],
  ],
])("it is not when %s", (_name, of, expected) => {
  expect(listed(of)).toEqual(expected);
});

describe("the invoice of the month that is over", () => {
  const two = program({
    awaited: [
      { contractAgreementId: "CA-1", end: "2026-11-30" },
      { contractAgreementId: "CA-2", end: "2026-10-31" },
    ],
  });
  test.each([
    ["its month goes on", program(), "2026-11-30", [], "2026-10-01"],
    ["it is not in", program(), "2026-12-01", ["The invoice of November 2026 is not in yet"], "2026-11-01"],
    ["it is late", program(), "2026-12-11", ["The invoice of November 2026 is late"], "2026-11-01"],
    [
      "one of two is missing",
      two,
      "2026-12-05",
      ["The invoice of November 2026 is not in yet"],
      "2026-11-01",
    ],
    ["nobody has customers any more", program({ awaited: [] }), "2027-03-01", [], "2026-10-01"],
  ])("when %s", (_name, of, today, expected, month) => {
    expect([listed(of, today), judge(of, today).month]).toEqual([expected, month]);
  });

  it("names the contract agreement where there are several", () => {
    expect(judge(two, "2026-12-05").blockers[0]?.detail).toMatch(/^of contract agreement CA-2 · /);
  });
});

describe("an entry", () => {
  it("names whom it concerns and its money, and leads to the very line when it is one", () => {
    expect(judge(withStatus({ failed: 1, causes: [cause({})] })).blockers).toEqual([
      {
        tone: "err",
        count: 1,
        title: "The agreement has ended",
        detail: "failed · Blue Gum Dental",
        money: "$120.50",
        href: "/runs/run-before/items/item",
        action: "Mend",
      },
    ]);
  });

  it("leads to all lines of its cause when they are several, also over several syncs, and sums exactly by currency", () => {
    const nzd = { currency: "NZD", cost: "0.20" };
    const causes = [
      cause({ keys: 3, customers: 3, cost: [{ currency: "AUD", cost: "0.10" }, nzd] }),
      cause({ runId: "run-other", cost: [{ currency: "AUD", cost: "0.20" }] }),
    ];
    expect(judge(withStatus({ failed: 4, causes })).blockers).toMatchObject([
      {
        count: 4,
        detail: "failed · Blue Gum Dental and 2 more",
        money: "$0.30 and $0.20",
        href: "/inbox?sync=csp&kind=customers&show=failed&code=agreement_ended",
      },
    ]);
  });

  it("says that nobody has to do anything where it is tried again by itself", () => {
    const causes = [cause({ code: "psa_unavailable", customerName: null })];
    expect(judge(withStatus({ failed: 1, causes })).blockers[0]?.detail).toBe(
      "failed · tried again by itself",
    );
  });

  it("tells what is at stake for customers that are not mapped", () => {
    const of = withStatus({ notMapped: 2, notMappedCost: [{ currency: "AUD", cost: "1182.3" }] });
    expect(judge(of).blockers).toMatchObject([{ money: "$1,182.30", href: "/programs/csp?show=unmapped" }]);
  });

  it("comes in the order in which to mend it", () => {
    const of = withStatus({
      failed: 1,
      held: 1,
      notMapped: 1,
      warnings: 1,
      causes: [cause(warning), cause({ outcome: "held", code: "catch_up" }), cause({})],
    });
    of.connectionState = "needs_attention";
    expect(judge(of, "2026-12-01").blockers.map(({ action }) => action)).toEqual([
      "Open the connection",
      "See the syncs",
      "Mend",
      "Decide",
      "Map",
      "Review",
    ]);
  });
});
