import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { listSyncRuns, type SyncRunFilters } from "@/db/queries/portal/list-sync-runs";
import type { RowPlace } from "@/db/queries/portal/row-page";
import { runScopes } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { addProgramSync, addRun, addTieOut, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let members: TestMember[];
let anna: TestMember;
let sync: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  const tag = Math.random().toString(36).slice(2);
  members = await Promise.all(
    ["anna", "ben"].map((name) =>
      addMember(databases.owner, { organisation: name, email: `${name}-${tag}@example.com` }),
    ),
  );
  [anna] = members as [TestMember];
  sync = await addProgramSync(databases.owner, anna.orgId);
});
afterAll(() => databases.end());

const list = (place: RowPlace = {}, filters: SyncRunFilters = {}, size = 3) =>
  listSyncRuns(databases.portal, { orgId: anna.orgId, filters, place, size });

const day = (number: number) => new Date(Date.UTC(2026, 9, number, 6));

describe("sync history", () => {
  it("is walked by pages, newest first, each run once, also those of one instant", async () => {
    for (let index = 0; index < 8; index += 1) {
      await addRun(databases.owner, sync, { queuedAt: day(1 + Math.floor(index / 3)) });
    }
    const whole = (await list({}, {}, 50)).rows;
    expect(whole).toHaveLength(8);
    expect(whole.map((run) => run.queuedAt.getTime())).toEqual(
      [...whole].map((run) => run.queuedAt.getTime()).sort((a, b) => b - a),
    );
    const seen: string[] = [];
    let page = await list();
    seen.push(...page.rows.map((run) => run.id));
    while (page.next) {
      page = await list({ after: page.next });
      seen.push(...page.rows.map((run) => run.id));
    }
    expect(seen).toEqual(whole.map((run) => run.id));
    const back = await list({ before: page.previous ?? undefined });
    expect(back.rows.map((run) => run.id)).toEqual(seen.slice(3, 6));
  });

  it("is filtered by program sync, kind and status", async () => {
    const other = await addProgramSync(databases.owner, anna.orgId, "other");
    await addRun(databases.owner, sync, { status: "success" });
    await addRun(databases.owner, sync, { kind: "products", status: "no_change" });
    await addRun(databases.owner, other, { status: "error" });
    const count = async (filters: SyncRunFilters) => (await list({}, filters)).rows.length;
    expect(await count({})).toBe(3);
    expect(await count({ sync: "other" })).toBe(1);
    expect(await count({ kind: "products" })).toBe(1);
    expect(await count({ status: "success" })).toBe(1);
    expect(await count({ status: "success", sync: "other" })).toBe(0);
  });

  it("sums what each run brought over, by currency, exactly", async () => {
    const run = await addRun(databases.owner, sync, { trigger: "person", requestedBy: anna.userId });
    const invoice = (last: number) => `00000000-0000-4000-8000-00000000000${last}`;
    await addTieOut(databases.owner, run, { invoiceId: invoice(1), total: "0.3", applied: "0.1" });
    await addTieOut(databases.owner, run, { invoiceId: invoice(2), total: "0.3", applied: "0.2" });
    await addTieOut(databases.owner, run, {
      invoiceId: invoice(3),
      total: "7.50",
      planned: "7.50",
      currency: "NZD",
    });
    const [row] = (await list()).rows;
    expect(row?.money).toEqual([
      { currency: "AUD", applied: "0.3", planned: "0" },
      { currency: "NZD", applied: "0", planned: "7.50" },
    ]);
    expect(row).toMatchObject({ requesterEmail: anna.email, connectionKind: "connectwise" });
  });

  it("shows another organisation nothing, not even by a cursor", async () => {
    const run = await addRun(databases.owner, sync);
    const ben = members[1];
    const asBen = { orgId: ben?.orgId ?? "", filters: {}, place: {} };
    expect((await listSyncRuns(databases.portal, asBen)).rows).toEqual([]);
    expect((await listSyncRuns(databases.portal, { ...asBen, place: { before: run.id } })).rows).toEqual([]);
    expect(await getSyncRun(databases.portal, { orgId: asBen.orgId, runId: run.id })).toBeNull();
  });
});

describe("a sync run", () => {
  it("has the names around it, its tie-outs with what is in no part, and its scope", async () => {
    const first = await addRun(databases.owner, sync);
    const run = await addRun(databases.owner, sync, { retryOf: first.id });
    await databases.owner
      .insert(runScopes)
      .values(["a", "b"].map((key) => ({ orgId: anna.orgId, runId: run.id, key })));
    await addTieOut(databases.owner, run, { total: "48112.40", applied: "48100.10", failed: "12.29" });
    const found = await getSyncRun(databases.portal, { orgId: anna.orgId, runId: run.id });
    expect(found).toMatchObject({
      programName: "Microsoft CSP",
      connection: { kind: "connectwise" },
      requester: null,
      scopeSize: 2,
      waitsForRunId: null,
    });
    expect(found?.tieOuts).toMatchObject([{ total: "48112.40", difference: "0.01" }]);
  });

  it("says which run keeps its connection busy while it waits", async () => {
    const active = await addRun(databases.owner, sync, { status: "running", finishedAt: null });
    const waiting = await addRun(databases.owner, sync, { status: "queued", startedAt: null });
    const found = await getSyncRun(databases.portal, { orgId: anna.orgId, runId: waiting.id });
    expect(found).toMatchObject({ waitsForRunId: active.id, scopeSize: null });
  });
});
