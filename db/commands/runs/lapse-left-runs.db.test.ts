import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { Client } from "pg";
import { inOrg } from "@/db/client";
import { type OwnSession, openOwnSession, type Presence } from "@/db/own-session";
import { syncRuns } from "@/db/schema";
import { SECOND } from "@/lib/clock";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { claimRun, type Ownership, renewLease } from "./claim-run";
import { lapseLeftRuns } from "./lapse-left-runs";
import { markSent, planIntents } from "./record-intents";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench();
});
const sessions: OwnSession[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.close()));
  for (const run of await bench.runs()) {
    if (!run.finishedAt) await change(run.id, { status: "cancelled", finishedAt: new Date() });
  }
});
afterAll(() => bench.close());

const leaseMs = 60 * SECOND;
const silentMs = 2 * SECOND;
const requestLimitMs = 5 * SECOND;

async function open(): Promise<{ session: OwnSession; presence: Presence }> {
  const ignore = () => undefined;
  const url = bench.database.workerUrl;
  const session = openOwnSession({ url, onBell: ignore, onAway: ignore, againAfterMs: 20 });
  sessions.push(session);
  return { session, presence: await presenceOf(session) };
}

async function presenceOf(session: OwnSession): Promise<Presence> {
  for (;;) {
    const presence = session.presence();
    if (presence) return presence;
    await delay(10);
  }
}

const change = (runId: string, values: object) =>
  inOrg(bench.db, bench.orgId, (tx) => tx.update(syncRuns).set(values).where(eq(syncRuns.id, runId)));

async function claim(presence: number | null): Promise<Ownership> {
  const of = { orgId: bench.orgId, runId: await bench.request("customers") };
  const run = await claimRun(bench.db, { ...of, worker: "first", leaseMs, presence });
  if (!run) throw new Error("The run is somebody else's.");
  return { ...of, epoch: run.epoch };
}

/** As though the lease had been renewed so long ago. */
const beSilent = (runId: string, ms: number) =>
  change(runId, { leaseUntil: sql`clock_timestamp() + make_interval(secs => ${(leaseMs - ms) / 1000})` });

const judge = (since: string) => lapseLeftRuns(bench.db, { leaseMs, silentMs, since });

const longAgo = "2026-01-01T00:00:00Z";

/** Its session ends as with the process: the server says when it has let the lock go. */
async function die({ session, presence }: Awaited<ReturnType<typeof open>>): Promise<void> {
  await session.close();
  for (;;) {
    const { rows } = await bench.db.execute(
      sql`select 1 from pg_locks where locktype = 'advisory' and objid = ${presence.number} and classid = 7075`,
    );
    if (rows.length === 0) return;
    await delay(10);
  }
}

const isFree = async ({ orgId, runId }: Ownership) =>
  (await claimRun(bench.db, { orgId, runId, worker: "second", leaseMs })) !== null;

test("the run of a worker whose process is gone is free at once, as one that was left", async () => {
  const worker = await open();
  const run = await claim(worker.presence.number);
  await beSilent(run.runId, 3 * SECOND);
  await die(worker);
  expect(await judge(longAgo)).toBe(1);
  expect(await renewLease(bench.db, run, leaseMs)).toBe(false);
  expect(await isFree(run)).toBe(true);
  expect(await bench.findRun(run.runId)).toMatchObject({ worker: "second", epoch: 2, takeovers: 1 });
});

describe("a worker that lives keeps its run", () => {
  test("present, though it has not renewed its lease for long: it may stand still", async () => {
    const run = await claim((await open()).presence.number);
    await beSilent(run.runId, 50 * SECOND);
    expect(await judge(longAgo)).toBe(0);
    expect(await isFree(run)).toBe(false);
  });

  test("its session is broken alone, and it goes on renewing", async () => {
    const worker = await open();
    const run = await claim(worker.presence.number);
    await die(worker);
    expect(await renewLease(bench.db, run, leaseMs)).toBe(true);
    expect(await judge(longAgo)).toBe(0);
    expect(await isFree(run)).toBe(false);
  });

  test("every session ended with the server: whoever has come back since judges nobody", async () => {
    const worker = await open();
    const run = await claim(worker.presence.number);
    await beSilent(run.runId, 3 * SECOND);
    await die(worker);
    expect(await judge((await open()).presence.since)).toBe(0);
    expect(await isFree(run)).toBe(false);
  });

  test("it shows no presence: only its lease tells", async () => {
    const run = await claim(null);
    await beSilent(run.runId, 50 * SECOND);
    expect(await judge(longAgo)).toBe(0);
    expect(await isFree(run)).toBe(false);
  });
});

test("a worker that is passing the fence has its lease left alone, and afterwards it passes none", async () => {
  const worker = await open();
  const run = await claim(worker.presence.number);
  const [inTime, late] = [intent("1"), intent("2")];
  await planIntents(bench.db, run, { items: [], issues: [], intents: [inTime, late] });
  await beSilent(run.runId, 3 * SECOND);
  await die(worker);
  // Somebody holds the write's row, so that the fence stands open for a moment.
  const holder = new Client({ connectionString: bench.database.ownerUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select 1 from intents where id = $1 for update", [inTime.id]);
  const passing = markSent(bench.db, run, [inTime.id], requestLimitMs);
  await untilSomebodyWaits(holder);
  const lapsed = await judge(longAgo);
  // Before anything is expected: a failure must not leave the fence waiting for ever.
  await holder.query("rollback");
  await holder.end();
  expect([lapsed, await passing]).toEqual([0, new Set([inTime.id])]);
  expect(await judge(longAgo)).toBe(1);
  expect(await markSent(bench.db, run, [late.id], requestLimitMs)).toEqual(new Set());
});

test("a session that breaks is opened again under its number, which nobody else can have meanwhile", async () => {
  const { session, presence } = await open();
  const owner = new Client({ connectionString: bench.database.ownerUrl });
  await owner.connect();
  await owner.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 7075 and objid = $1",
    [presence.number],
  );
  await owner.end();
  for (;;) {
    const again = await presenceOf(session);
    if (again.since !== presence.since) {
      expect(again.number).toBe(presence.number);
      return;
    }
    await delay(10);
  }
});

async function untilSomebodyWaits(holder: Client): Promise<void> {
  for (;;) {
    const { rows } = await holder.query("select 1 from pg_locks where not granted");
    if (rows.length > 0) return;
    await delay(10);
  }
}

const intent = (naturalKey: string) => ({
  id: randomUUID(),
  connectionId: bench.programSync.connectionId,
  programSyncId: bench.programSync.id,
  itemId: randomUUID(),
  naturalKey,
  period: "2026-10-01",
  sequence: 1,
  operation: "create_line" as const,
  psaAgreementId: "1",
  desired: {},
  bodyHash: "hash",
});
