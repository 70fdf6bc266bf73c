import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { clearBatch, clearOld } from "@/db/commands/clear-old";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import { listRunItems } from "@/db/queries/portal/list-run-items";
import {
  droppedItemMonths,
  intents,
  invitations,
  mails,
  planApprovals,
  positions,
  runScopes,
  scheduleSlots,
  sessions,
  signInTokens,
  tasks,
} from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { addItem, addProgramSync, addRun, type TestSync } from "@/scripts/testing/sync-records";

jest.setTimeout(60_000);

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let sync: TestSync;

beforeEach(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  sync = await addProgramSync(databases.owner, anna.orgId);
});
afterEach(() => databases.end());

/** The first day of the month that was so many months ago, by the database's clock. */
async function monthBefore(months: number): Promise<string> {
  const { rows } = await databases.owner.execute<{ month: string }>(
    sql`select (date_trunc('month', now()) - make_interval(months => ${months}))::date::text as month`,
  );
  return rows[0]?.month ?? "";
}

async function addPartition(month: string): Promise<string> {
  const name = `sync_items_${month.slice(0, 7).replace("-", "_")}`;
  await databases.owner.execute(
    sql.raw(
      `create table ${name} partition of sync_items for values from ('${month}') to (date '${month}' + interval '1 month')`,
    ),
  );
  return name;
}

async function isThere(table: string): Promise<boolean> {
  const { rows } = await databases.owner.execute<{ there: boolean }>(
    sql`select to_regclass(${`public.${table}`}) is not null as there`,
  );
  return rows[0]?.there ?? false;
}

/** A run of so many months ago with one failed line. */
async function addOldRun(months: number) {
  const itemMonth = await monthBefore(months);
  const run = await addRun(databases.owner, sync, { itemMonth, counts: null });
  await addItem(databases.owner, run, `key of ${itemMonth}`, {
    outcome: "failed",
    issues: [{ code: "agreement_ended", severity: "error" }],
  });
  return run;
}

const shown = async (run: { orgId: string; id: string }) =>
  (await getSyncRun(databases.portal, { orgId: run.orgId, runId: run.id }))?.itemsAreGone;

const linesOf = async (run: Awaited<ReturnType<typeof addOldRun>>) =>
  (await listRunItems(databases.portal, { of: run, filter: {}, place: {} })).rows.length;

describe("months of items that are kept no longer", () => {
  it("are dropped whole, and their runs say so; the month before stays to its last line", async () => {
    const gone = await addPartition(await monthBefore(26));
    const kept = await addPartition(await monthBefore(25));
    const [old, young] = [await addOldRun(26), await addOldRun(25)];
    expect(await clearOld(databases.worker, 25)).toEqual({ droppedTables: 1 });
    expect([await isThere(gone), await isThere(kept)]).toEqual([false, true]);
    expect([await linesOf(old), await linesOf(young)]).toEqual([0, 1]);
    expect([await shown(old), await shown(young)]).toEqual([true, false]);
    expect(await databases.owner.select().from(droppedItemMonths)).toMatchObject([
      { itemMonth: await monthBefore(26) },
    ]);
  });

  it("leave the positions as they were: what is outstanding stays outstanding", async () => {
    await addPartition(await monthBefore(30));
    await addOldRun(30);
    const before = await databases.owner.select().from(positions);
    await clearOld(databases.worker, 25);
    expect(before).toHaveLength(1);
    expect(await databases.owner.select().from(positions)).toEqual(before);
  });

  it("are cleared away in batches where they had no partition of their own", async () => {
    const old = await addOldRun(40);
    for (const key of ["b", "c"]) await addItem(databases.owner, old, key);
    const young = await addOldRun(1);
    expect(await clearBatch(databases.worker, 25, 2)).toBe(2);
    expect([await linesOf(old), await shown(old)]).toEqual([1, true]);
    expect(await clearBatch(databases.worker, 25, 2)).toBe(1);
    expect([await linesOf(old), await linesOf(young)]).toEqual([0, 1]);
  });

  it("are not dropped while somebody reads them, but the next time", async () => {
    const gone = await addPartition(await monthBefore(26));
    const old = await addOldRun(26);
    await inOrg(databases.portal, anna.orgId, async (tx) => {
      await tx.execute(sql`select 1 from sync_items limit 1`);
      await expect(clearOld(databases.worker, 25)).rejects.toThrow();
    });
    expect([await isThere(gone), await shown(old)]).toEqual([true, false]);
    expect(await clearOld(databases.worker, 25)).toEqual({ droppedTables: 1 });
  });

  it("are never fewer than three, whatever the setting says", async () => {
    for (const months of [2, 0, -25]) await expect(clearOld(databases.worker, months)).rejects.toThrow();
    await expect(clearOld(databases.portal, 25)).rejects.toThrow();
  });
});

describe("what would grow for ever", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  const old = daysAgo(900);

  it("goes when nobody will ask for it again: writes, mails, tasks, scopes, approvals, slots, sessions, links, invitations", async () => {
    const { owner } = databases;
    const run = await addRun(owner, sync, { itemMonth: await monthBefore(30) });
    const { orgId, connectionId, programSyncId } = sync;
    const intent = (naturalKey: string, change: Partial<typeof intents.$inferInsert>) => ({
      ...{
        orgId,
        connectionId,
        programSyncId,
        naturalKey,
        runId: run.id,
        itemId: run.id,
        period: "2020-01-01",
      },
      ...{ sequence: 1, operation: "create_line" as const, desired: {}, bodyHash: "hash", epoch: 1 },
      ...{ state: "confirmed" as const, createdAt: old },
      ...change,
    });
    await owner
      .insert(intents)
      .values([
        intent("settled long ago", {}),
        intent("unknown", { state: "unknown" }),
        intent("held", { state: "held" }),
        intent("adjusted", { operation: "adjust_units" }),
        intent("young", { createdAt: daysAgo(10) }),
      ]);
    const mail = (purpose: "failure" | "sign_in", days: number, state: "accepted" | "due" = "accepted") => {
      const of = {
        orgId,
        causeId: crypto.randomUUID(),
        recipients: [`${purpose} ${days} ${state}`],
        facts: {},
      };
      return { ...of, purpose, state, createdAt: daysAgo(days) };
    };
    await owner
      .insert(mails)
      .values([
        mail("failure", 900),
        mail("failure", 900, "due"),
        mail("failure", 40),
        mail("sign_in", 40),
        mail("sign_in", 3),
      ]);
    const task = { orgId, kind: "test_connection" as const, subjectId: connectionId, state: "done" as const };
    await owner.insert(tasks).values([400, 200, 100].map((days) => ({ ...task, createdAt: daysAgo(days) })));
    await owner.insert(runScopes).values({ orgId, runId: run.id, key: "key" });
    const young = await addRun(owner, sync, { itemMonth: await monthBefore(1) });
    const approval = { orgId, key: "key", plan: "plan", approvedBy: anna.userId };
    await owner.insert(planApprovals).values([run, young].map(({ id }) => ({ ...approval, runId: id })));
    const invitation = { orgId, role: "viewer" as const, tokenHash: "hash", invitedBy: anna.userId };
    await owner
      .insert(invitations)
      .values(
        [100, 30, -3].map((days) => ({ ...invitation, email: `lapsed ${days}`, expiresAt: daysAgo(days) })),
      );
    const slot = { orgId, programSyncId, kind: "customers" as const };
    await owner
      .insert(scheduleSlots)
      .values([await monthBefore(30), await monthBefore(0)].map((day) => ({ ...slot, slot: day })));
    const session = (tokenHash: string, days: number) => ({
      tokenHash,
      userId: anna.userId,
      expiresAt: daysAgo(days),
    });
    await owner.insert(sessions).values([session("lapsed", 2), session("live", -1)]);
    const link = (tokenHash: string, days: number) => ({
      tokenHash,
      email: anna.email,
      expiresAt: daysAgo(days),
    });
    await owner.insert(signInTokens).values([link("lapsed", 2), link("live", -1)]);

    await clearOld(databases.worker, 25);

    const left = async <Row>(rows: Promise<Row[]>, name: (row: Row) => unknown) =>
      (await rows).map(name).sort();
    expect(await left(owner.select().from(intents).execute(), (row) => row.naturalKey)).toEqual([
      "adjusted",
      "held",
      "unknown",
      "young",
    ]);
    expect(await left(owner.select().from(mails).execute(), (row) => row.recipients[0])).toEqual([
      "failure 40 accepted",
      "failure 900 due",
      "sign_in 3 accepted",
    ]);
    const newest = await owner.select().from(tasks).where(eq(tasks.orgId, orgId));
    expect(newest.map((row) => Math.round((Date.now() - row.createdAt.getTime()) / 86_400_000))).toEqual([
      100,
    ]);
    expect(await owner.select().from(runScopes)).toEqual([]);
    expect(await left(owner.select().from(planApprovals).execute(), (row) => row.runId)).toEqual([young.id]);
    expect(await left(owner.select().from(invitations).execute(), (row) => row.email)).toEqual([
      "lapsed -3",
      "lapsed 30",
    ]);
    expect(await owner.select().from(scheduleSlots)).toHaveLength(1);
    expect(await left(owner.select().from(sessions).execute(), (row) => row.tokenHash)).toEqual(["live"]);
    expect(await left(owner.select().from(signInTokens).execute(), (row) => row.tokenHash)).toEqual(["live"]);
    expect(await getSyncRun(databases.portal, { orgId, runId: run.id })).not.toBeNull();
  });
});
