import { needsOf, type OutstandingCause, safeWords } from "@/app/(portal)/dashboard/needs";
import type { KindOverview, ProgramOverview } from "@/db/queries/portal/program-overviews";

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

function cause(change: Partial<OutstandingCause>): OutstandingCause {
  return {
    kind: "customers",
    outcome: "failed",
    runId: "run-before",
    code: "agreement_ended",
    keys: 1,
    itemId: "item",
    customerName: "Blue Gum Dental",
    customers: 1,
    ...change,
  };
}

const needs = (of: ProgramOverview, causes: OutstandingCause[] = [], notMappedCost: string | null = null) =>
  needsOf(of, { causes, notMappedCost, now });
const titles = (of: ProgramOverview, causes: OutstandingCause[] = []) =>
  needs(of, causes).map((need) => need.title);

describe("safe to invoice", () => {
  it("is said when nothing waits", () => {
    expect(needs(program())).toEqual([]);
    expect(safeWords(program())).toBe("October 2026 is in ConnectWise, and nothing waits");
  });

  const running = { runId: "r", programSyncId: "p", kind: "customers", startedAt: null } as const;
  const run = { ...running, progressDone: 0, progressTotal: null };
  const never = { lastRunId: null, lastRunStatus: null, lastSuccessfulAt: null } as const;
  const { sync } = program();
  test.each<[string, ProgramOverview, string[]]>([
    ["something failed", withStatus({ failed: 2, lastRunStatus: "error" }), ["2 subscriptions failed"]],
    ["an outcome is unknown", withStatus({ unknown: 1 }), ["1 change with an unknown outcome"]],
    ["something is held", withStatus({ held: 1 }), ["1 change held for you"]],
    ["a customer is not mapped", withStatus({ notMapped: 1 }), ["1 customer not mapped"]],
    [
      "the last run could not work",
      withStatus({ lastRunStatus: "error" }),
      ["The last customers sync could not do its work"],
    ],
    [
      "the last run was cancelled",
      withStatus({ lastRunStatus: "cancelled" }),
      ["The last customers sync was cancelled"],
    ],
    [
      "the run itself left a warning",
      withStatus({ lastRunStatus: "warning" }),
      ["The last customers sync left a warning"],
    ],
    [
      "it is long ago",
      withStatus({ lastSuccessfulAt: new Date("2026-10-06T00:00:00Z") }),
      ["No correct customers sync for 35 days"],
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
  ])("is not said when %s", (_name, of, expected) => {
    expect(titles(of)).toEqual(expected);
  });

  it("is not said while a warning waits, but for what the other counts say already", () => {
    const warned = withStatus({ warnings: 1 });
    expect(titles(warned, [cause({ outcome: null, code: "price_below_cost" })])).toEqual([
      "1 warning to review",
    ]);
  });

  it("is said during a preview, which changes nothing", () => {
    const openRun = { ...run, mode: "preview", status: "running" } as const;
    const of = program();
    of.kinds.customers.openRun = openRun;
    expect(needs(of)).toEqual([]);
  });
});

describe("what is needed", () => {
  it("names the cause and whom it concerns, and leads to the very item when it is one", () => {
    expect(needs(withStatus({ failed: 1 }), [cause({})])).toMatchObject([
      {
        tone: "err",
        detail: "The agreement has ended · Blue Gum Dental",
        href: "/runs/run-before/items/item",
      },
    ]);
  });

  it("leads to the run that holds most of them when they are several", () => {
    const causes = [
      cause({ keys: 3, customers: 3 }),
      cause({ code: "psa_rejected", runId: "run-other" }),
      cause({ outcome: "held", code: "catch_up" }),
    ];
    expect(needs(withStatus({ failed: 4 }), causes)).toMatchObject([
      {
        detail: "The agreement has ended · Blue Gum Dental and 2 more · 1 other cause",
        href: "/runs/run-before?outcome=failed",
      },
    ]);
  });

  it("tells what is at stake for customers that are not mapped", () => {
    expect(needs(withStatus({ notMapped: 2 }), [], "$1,182.30")).toMatchObject([
      { detail: "$1,182.30 of the invoice is billed to nobody", href: "/programs/csp?show=unmapped" },
    ]);
  });
});
