import { setTimeout as delay } from "node:timers/promises";
import { eq, inArray } from "drizzle-orm";
import { type Database, openDatabase } from "@/db/client";
import { syncRuns } from "@/db/schema";
import { addMember } from "@/scripts/testing/members";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { addProgramSync, addRun } from "@/scripts/testing/sync-records";
import { openRunPlaces } from "./run-places";

jest.setTimeout(30_000);

let rig: Rig;
let owner: ReturnType<typeof openDatabase>;
let stopping: AbortController;
let places: ReturnType<typeof openRunPlaces>;
beforeAll(async () => {
  rig = await startRig();
  owner = openDatabase(rig.database.ownerUrl, { maxConnections: 2 });
});
beforeEach(() => {
  stopping = new AbortController();
  places = openRunPlaces({ ...rig.tools.engine, openConnectors: longWork }, 3, stopping.signal);
});
afterEach(async () => {
  stopping.abort();
  await places.emptied();
  await owner.db.update(syncRuns).set({ status: "cancelled" }).where(inArray(syncRuns.status, open));
});
afterAll(async () => {
  await owner.close();
  await rig.close();
});

const open = ["queued", "running"] as ("queued" | "running")[];

/** Runs whose other side takes all the time that there is. */
function longWork(_context: unknown, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

async function organisation(name: string): Promise<string> {
  return (await addMember(owner.db, { organisation: name, email: `${name}@example.com` })).orgId;
}

async function queue(db: Database, orgId: string, slugs: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const slug of slugs) {
    const sync = await addProgramSync(db, orgId, slug);
    const queuedAt = new Date(Date.now() - 1_000);
    const waits = { status: "queued" as const, queuedAt, startedAt: null, finishedAt: null };
    ids.push((await addRun(db, sync, waits)).runId);
  }
  return ids;
}

const running = async () => {
  const rows = await owner.db
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(eq(syncRuns.status, "running"));
  return rows.map(({ id }) => id);
};

test("an organisation with many long runs leaves the last place to another, whose run begins at once", async () => {
  const many = await queue(owner.db, await organisation("Big"), ["a", "b", "c", "d", "e"]);
  await places.fill();
  expect(await running()).toHaveLength(2);
  await places.fill();
  expect(await running()).toHaveLength(2);
  const small = await queue(owner.db, await organisation("Small"), ["small"]);
  await places.fill();
  const now = await running();
  expect(now).toHaveLength(3);
  expect(now.filter((id) => small.includes(id))).toEqual(small);
  expect(now.filter((id) => many.includes(id))).toHaveLength(2);
});

test("bells at the same moment fill each place once", async () => {
  for (const name of ["One", "Two", "Three", "Four"]) {
    await queue(owner.db, await organisation(name), [`${name}-1`, `${name}-2`]);
  }
  await Promise.all(Array.from({ length: 20 }, () => places.fill()));
  expect(await running()).toHaveLength(3);
});

test("a place that becomes free is filled by itself", async () => {
  const ids = await queue(owner.db, await organisation("Lone"), ["1", "2", "3"]);
  await places.fill();
  const [first] = await running();
  // Another worker has taken it: this one finds out and lets go of it.
  await owner.db
    .update(syncRuns)
    .set({ status: "cancelled", finishedAt: new Date() })
    .where(eq(syncRuns.id, first ?? ""));
  for (let turn = 0; turn < 400 && (await running()).length < 2; turn += 1) await delay(50);
  expect((await running()).toSorted()).toEqual(ids.filter((id) => id !== first).toSorted());
});

test("when the worker stops, its runs are given up where they are, for the next one to take at once", async () => {
  const ids = await queue(owner.db, await organisation("Stopped"), ["1", "2"]);
  await places.fill();
  stopping.abort();
  await places.emptied();
  const rows = await owner.db.select().from(syncRuns).where(inArray(syncRuns.id, ids));
  for (const run of rows) {
    expect(run).toMatchObject({ status: "running", worker: null, takeovers: 0, attempts: 0 });
    expect(run.leaseUntil?.getTime()).toBeLessThanOrEqual(Date.now());
  }
});
