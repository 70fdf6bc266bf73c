import { eq, sql } from "drizzle-orm";
import { type SyncKind, type SyncMode, syncRuns } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, addRun, type TestSync } from "@/scripts/testing/sync-records";
import { claimNextRun } from "./claim-next-run";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
beforeEach(async () => {
  databases = await openTestDatabases();
});
afterEach(() => databases.end());

const organisation = async (name: string) =>
  (await addMember(databases.owner, { organisation: name, email: `${name}@example.com` })).orgId;

/** A connection of the organisation, with a program sync of its own. */
const connection = (orgId: string, name: string) => addProgramSync(databases.owner, orgId, name);

type Queued = { kind?: SyncKind; mode?: SyncMode; ageMs?: number; resumesInMs?: number };

/** A run that waits, queued so long ago. */
async function queue(sync: TestSync, { kind, mode, ageMs = 0, resumesInMs }: Queued = {}) {
  const queuedAt = new Date(Date.now() - ageMs - 1_000);
  const resumesAt = resumesInMs === undefined ? null : new Date(Date.now() + resumesInMs);
  const waits = { startedAt: null, finishedAt: null, resumesAt };
  const asked = { status: "queued" as const, ...(kind && { kind }), ...(mode && { mode }) };
  return (await addRun(databases.owner, sync, { ...asked, queuedAt, ...waits })).runId;
}

const claim = async (besides: string[] = []) =>
  (await claimNextRun(databases.worker, { worker: "w", leaseMs: 60_000, besides }))?.runId ?? null;

const end = (runId: string | null) =>
  databases.owner
    .update(syncRuns)
    .set({ status: "success", leaseUntil: null })
    .where(eq(syncRuns.id, runId ?? ""));

test("an organisation that asks once is served before the second run of one that has asked for fifty", async () => {
  const big = await organisation("Big");
  for (let number = 0; number < 50; number += 1) {
    await queue(await connection(big, `big-${number}`), { ageMs: 60_000 - number });
  }
  const small = await organisation("Small");
  const asked = await queue(await connection(small, "small"));
  const first = await claim();
  expect(first).not.toBe(asked);
  expect(await claim()).toBe(asked);
  expect(await claim()).not.toBeNull();
});

test("organisations that all wait take turns, the one served least recently first", async () => {
  const names = ["A", "B", "C"];
  const orgs = await Promise.all(names.map(organisation));
  for (const [index, orgId] of orgs.entries()) {
    for (const number of [1, 2, 3]) {
      await queue(await connection(orgId, `${names[index]}${number}`), { ageMs: 10_000 * (3 - index) });
    }
  }
  const turns: string[] = [];
  for (let turn = 0; turn < 9; turn += 1) {
    const next = await claimNextRun(databases.worker, { worker: "w", leaseMs: 60_000, besides: [] });
    turns.push(names[orgs.indexOf(next?.orgId ?? "")] ?? "nobody");
  }
  expect(turns.join("")).toBe("ABCABCABC");
});

test("a place that is kept for others goes to others only", async () => {
  const [here, there] = [await organisation("Here"), await organisation("There")];
  const mine = await queue(await connection(here, "here"), { ageMs: 5_000 });
  expect(await claim([here])).toBeNull();
  const theirs = await queue(await connection(there, "there"));
  expect(await claim([here])).toBe(theirs);
  expect(await claim()).toBe(mine);
});

test("of one connection one run is taken, and the next when it is over", async () => {
  const sync = await connection(await organisation("One"), "one");
  const first = await queue(sync, { ageMs: 2_000 });
  const second = await queue(sync, { mode: "preview", ageMs: 1_000 });
  expect([await claim(), await claim()]).toEqual([first, null]);
  await end(first);
  expect(await claim()).toBe(second);
});

test("customers wait for the products that were asked for before them, even while those wait; others pass", async () => {
  const orgId = await organisation("One");
  const sync = await connection(orgId, "one");
  await queue(sync, { kind: "products", ageMs: 3_000, resumesInMs: 60_000 });
  await queue(sync, { ageMs: 2_000 });
  expect(await claim()).toBeNull();
  const { programSyncId } = await connection(orgId, "other");
  const passes = await queue({ ...sync, programSyncId }, { ageMs: 1_000 });
  expect(await claim()).toBe(passes);
});

test("a wait that is not over keeps a run, and a lapsed lease frees one", async () => {
  const orgId = await organisation("One");
  await queue(await connection(orgId, "waits"), { resumesInMs: 60_000 });
  const left = await queue(await connection(orgId, "left"));
  expect(await claim()).toBe(left);
  expect(await claim()).toBeNull();
  await databases.owner
    .update(syncRuns)
    .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
    .where(eq(syncRuns.id, left));
  expect(await claim()).toBe(left);
});

test("many that ask at the same moment get a different run each, and nobody gets none while there is one", async () => {
  const orgs = await Promise.all(["A", "B"].map(organisation));
  const waiting: string[] = [];
  for (const orgId of orgs) {
    for (const number of [1, 2, 3, 4]) waiting.push(await queue(await connection(orgId, `${number}`)));
  }
  const got = await Promise.all(waiting.map(() => claim()));
  expect(got.toSorted()).toEqual(waiting.toSorted());
});
