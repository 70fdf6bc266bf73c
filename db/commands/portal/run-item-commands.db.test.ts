import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { acknowledgeWarnings } from "@/db/commands/portal/acknowledge-warnings";
import { excludeItem, includeItem } from "@/db/commands/portal/exclude-item";
import { type RetryWhich, retryItems } from "@/db/commands/portal/retry-items";
import { runAgain } from "@/db/commands/portal/run-again";
import { readStandings } from "@/db/queries/portal/item-standing";
import {
  acknowledgements,
  exclusions,
  issues,
  outbox,
  positions,
  runScopes,
  syncRuns,
  syncStatus,
} from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import {
  addItem,
  addProgramSync,
  addRun,
  addStatus,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;
let sync: TestSync;
let run: TestRun;
let people = 0;

beforeAll(async () => {
  databases = await openTestDatabases();
  ben = await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example" });
});
beforeEach(async () => {
  people += 1;
  anna = await addMember(databases.owner, {
    organisation: "Harbour",
    email: `anna${people}@harbour.example`,
  });
  sync = await addProgramSync(databases.owner, anna.orgId);
  run = await addRun(databases.owner, sync);
});
afterAll(() => databases.end());

const failed = { outcome: "failed", issues: [{ code: "agreement_ended", severity: "error" }] } as const;
const warned = { issues: [{ code: "price_below_cost", severity: "warning" }] } as const;

const add = (key: string, change: Parameters<typeof addItem>[3] = {}, of = run) =>
  addItem(databases.owner, of, key, change);

const retry = (which: RetryWhich, of: { orgId: string; runId: string } = run) =>
  inOrg(databases.portal, of.orgId, (tx) =>
    retryItems(tx, { orgId: of.orgId, runId: of.runId, requestedBy: anna.userId, which }),
  );

async function scopeOf(runId: string): Promise<string[]> {
  const rows = await databases.owner.select().from(runScopes).where(eq(runScopes.runId, runId));
  return rows.map((row) => row.key).sort();
}

async function positionOf(key: string) {
  const [row] = await databases.owner
    .select({ outstanding: positions.outstanding, unacknowledged: positions.unacknowledged })
    .from(positions)
    .where(and(eq(positions.orgId, anna.orgId), eq(positions.key, key)));
  return row;
}

async function statusRow() {
  const [row] = await databases.owner.select().from(syncStatus).where(eq(syncStatus.orgId, anna.orgId));
  return row;
}

describe("retrying", () => {
  beforeEach(async () => {
    await add("ended", failed);
    await add("ended too", failed);
    await add("unknown", {
      outcome: "unknown",
      issues: [{ code: "psa_timeout_unknown", severity: "error" }],
    });
    await add("held", { outcome: "held", issues: [{ code: "existing_line", severity: "held" }] });
    await add("recovered since", { ...failed, position: { outstanding: null } });
    await add("applied", warned);
  });

  it.each<[RetryWhich, string[]]>([
    ["failed", ["ended", "ended too", "unknown"]],
    [{ code: "agreement_ended" }, ["ended", "ended too"]],
    [{ code: "existing_line" }, ["held"]],
  ])("%j looks at just what is still outstanding of it", async (which, keys) => {
    const result = await retry(which);
    expect(result).toMatchObject({ kind: "queued", count: keys.length });
    if (result.kind !== "queued") throw new Error("The retry was not queued.");
    expect(await scopeOf(result.runId)).toEqual(keys);
    const [queued] = await databases.owner.select().from(syncRuns).where(eq(syncRuns.id, result.runId));
    expect(queued).toMatchObject({
      trigger: "retry",
      mode: "live",
      status: "queued",
      retryOf: run.id,
      requestedBy: anna.userId,
      connectionId: sync.connectionId,
    });
    const bells = await databases.owner.select().from(outbox).where(eq(outbox.subjectId, result.runId));
    expect(bells).toHaveLength(1);
  });

  it("one item looks at that item", async () => {
    const held = await add("another held", { outcome: "held" });
    const result = await retry({ itemId: held.id });
    expect(result).toMatchObject({ kind: "queued", count: 1 });
  });

  it("queues nothing for what has recovered, was applied, or is not known", async () => {
    const recovered = await add("recovered", { ...failed, position: { outstanding: null } });
    const applied = await add("fine");
    expect(await retry({ itemId: recovered.id })).toEqual({ kind: "nothing" });
    expect(await retry({ itemId: applied.id })).toEqual({ kind: "nothing" });
    expect(await retry({ code: "no_such_code" })).toEqual({ kind: "nothing" });
  });

  it("pressed twice at once is queued once, and the rest is added by a second retry", async () => {
    const results = await Promise.all([
      retry({ code: "agreement_ended" }),
      retry({ code: "agreement_ended" }),
    ]);
    const queued = results.find((result) => result.kind === "queued");
    expect(results.map((result) => result.kind).sort()).toEqual(["queued", "waiting"]);
    expect(results.find((result) => result.kind === "waiting")).toMatchObject({ runId: queued?.runId });
    const rest = await retry("failed");
    expect(rest).toMatchObject({ kind: "queued", count: 1 });
    if (rest.kind === "queued") expect(await scopeOf(rest.runId)).toEqual(["unknown"]);
  });

  it("is refused for a preview and for another organisation's run", async () => {
    const preview = await addRun(databases.owner, sync, { mode: "preview" });
    await add("ended", { ...failed, position: null }, preview);
    expect(await retry("failed", preview)).toEqual({ kind: "nothing" });
    expect(await retry("failed", { orgId: ben.orgId, runId: run.id })).toEqual({ kind: "nothing" });
  });
});

describe("running again", () => {
  const again = (orgId: string, runId: string) =>
    inOrg(databases.portal, orgId, (tx) => runAgain(tx, { orgId, runId, requestedBy: anna.userId }));
  const idOf = (result: Awaited<ReturnType<typeof again>>) => (result.kind === "queued" ? result.runId : "");
  const reversal = { before: [], after: [] };

  async function addPart(change: Parameters<typeof addRun>[2], keys: string[]) {
    const part = await addRun(databases.owner, sync, { trigger: "person", retryOf: run.id, ...change });
    await databases.owner
      .insert(runScopes)
      .values(keys.map((key) => ({ orgId: anna.orgId, runId: part.id, key, reversal })));
    return part;
  }

  it("makes no new preview of reversing what another sync has written since", async () => {
    const part = await addPart({ mode: "preview" }, ["one:licence", "two:licence"]);
    const later = await addRun(databases.owner, sync);
    await add("two:licence", { outcome: "applied" }, later);
    expect(await scopeOf(idOf(await again(anna.orgId, part.id)))).toEqual(["one:licence"]);
  });

  it("reverses nothing whose exclusion somebody has taken back, and never runs everything instead", async () => {
    const part = await addPart({}, ["one:licence"]);
    expect(await again(anna.orgId, part.id)).toEqual({ kind: "nothing" });
    const excluded = { key: "one:licence", reason: "Reversed", excludedBy: anna.userId };
    await databases.owner
      .insert(exclusions)
      .values({ orgId: anna.orgId, programSyncId: sync.programSyncId, ...excluded });
    expect(await scopeOf(idOf(await again(anna.orgId, part.id)))).toEqual(["one:licence"]);
  });

  it("queues a whole run of the same kind and mode, once", async () => {
    const preview = await addRun(databases.owner, sync, { kind: "products", mode: "preview" });
    const first = await again(anna.orgId, preview.id);
    expect(await again(anna.orgId, preview.id)).toEqual(first);
    const [queued] = await databases.owner
      .select()
      .from(syncRuns)
      .where(eq(syncRuns.id, idOf(first)));
    expect(queued).toMatchObject({ kind: "products", mode: "preview", trigger: "person", retryOf: null });
    expect(await scopeOf(queued?.id ?? "")).toEqual([]);
  });

  it("of one that looked at some keys alone looks at just these, to do the same with them, once", async () => {
    const reversed = await addRun(databases.owner, sync, { mode: "preview", retryOf: run.id });
    const reversal = {
      before: [],
      after: [{ from: "2026-10-01", to: null, quantity: "5", unitCost: null, unitPrice: null }],
    };
    await databases.owner
      .insert(runScopes)
      .values({ orgId: anna.orgId, runId: reversed.id, key: "ended", reversal, approvedPlan: "whole.rest" });
    const first = await again(anna.orgId, reversed.id);
    expect(await again(anna.orgId, reversed.id)).toEqual(first);
    const [queued] = await databases.owner
      .select({
        mode: syncRuns.mode,
        retryOf: syncRuns.retryOf,
        key: runScopes.key,
        plan: runScopes.approvedPlan,
        reversal: runScopes.reversal,
      })
      .from(syncRuns)
      .innerJoin(runScopes, eq(runScopes.runId, syncRuns.id))
      .where(eq(syncRuns.id, idOf(first)));
    expect(queued).toEqual({ mode: "preview", retryOf: run.id, key: "ended", plan: ".rest", reversal });
  });

  it("does nothing for another organisation", async () => {
    expect(await again(ben.orgId, run.id)).toEqual({ kind: "none" });
  });
});

describe("excluding", () => {
  const exclude = (itemId: string, change: { orgId?: string; reason?: string; runId?: string } = {}) => {
    const orgId = change.orgId ?? anna.orgId;
    return inOrg(databases.portal, orgId, (tx) =>
      excludeItem(tx, {
        orgId,
        runId: change.runId ?? run.id,
        itemId,
        reason: change.reason ?? "billed by hand",
        expiresOn: "2026-12-31",
        excludedBy: anna.userId,
      }),
    );
  };

  it("keeps the reason, ends what is outstanding and counts the dashboard anew", async () => {
    await addStatus(databases.owner, sync, { failed: 2, held: 0, warnings: 7 });
    const item = await add("ended", failed);
    await add("other", failed);
    expect(await exclude(item.id)).toMatchObject({ key: "ended" });
    expect(await positionOf("ended")).toEqual({ outstanding: null, unacknowledged: false });
    expect(await positionOf("other")).toMatchObject({ outstanding: "failed" });
    expect(await statusRow()).toMatchObject({ failed: 1, held: 0, warnings: 0 });
    await exclude(item.id, { reason: "the customer left" });
    const kept = await databases.owner.select().from(exclusions).where(eq(exclusions.orgId, anna.orgId));
    expect(kept).toMatchObject([{ key: "ended", reason: "the customer left", expiresOn: "2026-12-31" }]);
  });

  it("can be taken back once, and then just that line is looked at", async () => {
    const item = await add("ended", failed);
    await exclude(item.id);
    const back = () =>
      inOrg(databases.portal, anna.orgId, (tx) =>
        includeItem(tx, { orgId: anna.orgId, runId: run.id, itemId: item.id, requestedBy: anna.userId }),
      );
    const included = await back();
    expect(included).toMatchObject({ key: "ended" });
    expect(await scopeOf(included?.runId ?? "")).toEqual(["ended"]);
    expect(await back()).toBeNull();
    const of = { orgId: anna.orgId, programSyncId: sync.programSyncId, kind: "customers" } as const;
    const standing = await inOrg(databases.portal, anna.orgId, (tx) =>
      readStandings(tx, of, [{ key: "ended", customerId: null, settled: false }]),
    );
    expect(standing({ key: "ended", customerId: null }).exclusion).toBeNull();
  });

  it("does nothing for another organisation, a preview, or an item of another run", async () => {
    const item = await add("ended", failed);
    const preview = await addRun(databases.owner, sync, { mode: "preview" });
    const planned = await add("planned", { position: null }, preview);
    expect(await exclude(item.id, { orgId: ben.orgId })).toBeNull();
    expect(await exclude(planned.id, { runId: preview.id })).toBeNull();
    expect(await exclude(planned.id)).toBeNull();
    expect(await databases.owner.select().from(exclusions).where(eq(exclusions.orgId, anna.orgId))).toEqual(
      [],
    );
  });
});

describe("acknowledging", () => {
  const acknowledge = (
    which: Parameters<typeof acknowledgeWarnings>[1]["which"],
    of: TestRun = run,
    orgId = of.orgId,
  ) =>
    inOrg(databases.portal, orgId, (tx) =>
      acknowledgeWarnings(tx, { orgId, runId: of.id, acknowledgedBy: anna.userId, which }),
    );
  const openIssues = () =>
    databases.owner
      .select({ code: issues.code, runId: issues.runId })
      .from(issues)
      .where(and(eq(issues.orgId, anna.orgId), eq(issues.acknowledged, false)));

  it("one warning leaves the others, and its key is settled only with the last of them", async () => {
    await addStatus(databases.owner, sync);
    const item = await add("both", {
      issues: [
        { code: "price_below_cost", severity: "warning" },
        { code: "prorate_disabled", severity: "warning" },
      ],
    });
    const rows = await databases.owner.select().from(issues).where(eq(issues.itemId, item.id));
    const issueOf = (code: string) => ({ issueId: rows.find((row) => row.code === code)?.id ?? "" });
    expect(await acknowledge(issueOf("price_below_cost"))).toBe(1);
    expect(await positionOf("both")).toMatchObject({ unacknowledged: true });
    expect(await statusRow()).toMatchObject({ warnings: 1 });
    expect(await acknowledge(issueOf("prorate_disabled"))).toBe(1);
    expect(await positionOf("both")).toMatchObject({ unacknowledged: false });
    expect(await statusRow()).toMatchObject({ warnings: 0 });
    expect(await acknowledge(issueOf("prorate_disabled"))).toBe(0);
    const kept = await databases.owner.select().from(acknowledgements);
    expect(kept.map((row) => row.factsHash).sort()).toEqual([
      "both price_below_cost",
      "both prorate_disabled",
    ]);
  });

  it("a cause takes all its warnings, and neither errors nor other codes", async () => {
    await add("one", warned);
    await add("two", warned);
    await add("other", { issues: [{ code: "prorate_disabled", severity: "warning" }] });
    await add("ended", failed);
    expect(await acknowledge({ code: "price_below_cost" })).toBe(2);
    expect(await acknowledge({ code: "agreement_ended" })).toBe(0);
    expect((await openIssues()).map((issue) => issue.code).sort()).toEqual([
      "agreement_ended",
      "prorate_disabled",
    ]);
  });

  it("on an older run also settles the same warning of the newest one, not another warning", async () => {
    await add("same", warned);
    const newest = await addRun(databases.owner, sync, { itemMonth: "2026-12-01" });
    await add("same", warned, newest);
    await add("news", warned, run);
    await add("news", { issues: [{ ...warned.issues[0], factsHash: "other facts" }] }, newest);
    expect(await acknowledge({ code: "price_below_cost" })).toBe(2);
    expect(await positionOf("same")).toMatchObject({ unacknowledged: false });
    expect(await positionOf("news")).toMatchObject({ unacknowledged: true });
    expect(await openIssues()).toEqual([{ code: "price_below_cost", runId: newest.id }]);
  });

  it("takes a warning of the run itself", async () => {
    const [issue] = await databases.owner
      .insert(issues)
      .values({
        orgId: anna.orgId,
        itemMonth: run.itemMonth,
        runId: run.id,
        code: "source_total_missing",
        severity: "warning",
        facts: {},
        factsHash: `run ${run.id}`,
        reference: "R",
      })
      .returning();
    expect(await acknowledge({ issueId: issue?.id ?? "" })).toBe(1);
    expect(await openIssues()).toEqual([]);
  });

  it("does nothing for another organisation", async () => {
    await add("one", warned);
    expect(await acknowledge({ code: "price_below_cost" }, run, ben.orgId)).toBe(0);
    expect(await openIssues()).toHaveLength(1);
  });
});
