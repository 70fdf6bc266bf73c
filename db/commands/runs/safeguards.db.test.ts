import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { type IntentState, syncRuns } from "@/db/schema";
import { SECOND } from "@/lib/clock";
import { intentsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { claimRun, type Ownership } from "./claim-run";
import { finishRun, type RunEnd } from "./finish-run";
import { type IntentRow, markSent, planIntents, settleIntents } from "./record-intents";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench();
});
afterAll(() => bench.close());

const requestLimitMs = 8 * SECOND;

async function claimed(leaseMs = 60 * SECOND): Promise<Ownership> {
  const of = { orgId: bench.orgId, runId: await bench.request("customers") };
  const run = await claimRun(bench.db, { ...of, worker: "first", leaseMs });
  if (!run) throw new Error("The run is somebody else's.");
  return { ...of, epoch: run.epoch };
}

async function change(runId: string, values: object): Promise<void> {
  await inOrg(bench.db, bench.orgId, (tx) => tx.update(syncRuns).set(values).where(eq(syncRuns.id, runId)));
}

afterEach(async () => {
  for (const run of await bench.runs()) {
    if (!run.finishedAt) await change(run.id, { status: "cancelled", finishedAt: new Date() });
  }
});

const intent = (naturalKey: string): IntentRow => ({
  id: randomUUID(),
  connectionId: bench.programSync.connectionId,
  programSyncId: bench.programSync.id,
  itemId: randomUUID(),
  naturalKey,
  period: "2026-10-01",
  sequence: 1,
  operation: "create_line",
  psaAgreementId: "1",
  desired: {},
  bodyHash: "hash",
});

const plan = (ownership: Ownership, ...rows: IntentRow[]) =>
  planIntents(bench.db, ownership, { items: [], issues: [], intents: rows });

const pass = async (ownership: Ownership, row: IntentRow) =>
  (await markSent(bench.db, ownership, [row.id], requestLimitMs)).has(row.id);

test("a connection has one run at work, and the next one only when that is over", async () => {
  const first = await claimed();
  const claim = {
    orgId: bench.orgId,
    runId: await bench.request("products"),
    worker: "second",
    leaseMs: 1_000,
  };
  expect(await claimRun(bench.db, claim)).toBeNull();
  await change(first.runId, { status: "success", finishedAt: new Date() });
  expect(await claimRun(bench.db, claim)).toMatchObject({ epoch: 1 });
});

describe("a key has one open write", () => {
  test.each<[IntentState, boolean]>([
    ["planned", false],
    ["sent", false],
    ["unknown", false],
    ["confirmed", true],
    ["rejected", true],
    ["dropped", true],
    ["held", true],
  ])("after one that is %s another one may be planned: %s", async (state, isPlanned) => {
    const ownership = await claimed();
    const [first, second] = [intent(`key of ${state}`), intent(`key of ${state}`)];
    await plan(ownership, first);
    await settleIntents(bench.db, bench.orgId, [{ intentId: first.id, state }]);
    const planned = plan(ownership, second).then(
      () => true,
      () => false,
    );
    expect(await planned).toBe(isPlanned);
    await settleIntents(
      bench.db,
      bench.orgId,
      [first, second].map(({ id }) => ({ intentId: id, state: "dropped" })),
    );
  });
});

describe("the fence", () => {
  test("lets a planned write of the run's owner pass, once", async () => {
    const ownership = await claimed();
    const row = intent("passes");
    await plan(ownership, row);
    expect([await pass(ownership, row), await pass(ownership, row)]).toEqual([true, false]);
    expect(await intentsOf(bench, ownership.runId)).toMatchObject([{ state: "sent" }]);
  });

  test.each<[string, object]>([
    ["another worker has taken the run", { epoch: 2 }],
    ["the lease has lapsed", { leaseUntil: sql`clock_timestamp() - interval '1 second'` }],
    [
      "the lease ends before the request might",
      { leaseUntil: sql`clock_timestamp() + interval '7 seconds'` },
    ],
    ["the run was cancelled", { status: "cancelled", finishedAt: sql`clock_timestamp()` }],
    ["the run has been put back to wait", { status: "queued", leaseUntil: null }],
  ])("is closed when %s", async (what, values) => {
    const ownership = await claimed();
    const row = intent(what);
    await plan(ownership, row);
    await change(ownership.runId, values);
    expect(await pass(ownership, row)).toBe(false);
    expect(await intentsOf(bench, ownership.runId)).toMatchObject([{ state: "planned" }]);
  });

  test("nothing is planned by a worker whose run is another's", async () => {
    const ownership = await claimed();
    await change(ownership.runId, { epoch: 2 });
    await expect(plan(ownership, intent("too late"))).rejects.toMatchObject({ name: "RunNotOurs" });
    expect(await intentsOf(bench, ownership.runId)).toEqual([]);
  });
});

test("a run is ended by its owner alone", async () => {
  const ownership = await claimed();
  await change(ownership.runId, { epoch: 2 });
  const run = await bench.findRun(ownership.runId);
  const end: RunEnd = {
    run,
    complete: false,
    stopped: false,
    statusOf: () => "success",
    counts: {
      applied: 0,
      planned: 0,
      unchanged: 0,
      held: 0,
      skipped: 0,
      failed: 0,
      unknown: 0,
      warnings: 0,
      created: 0,
    },
    tieOuts: [],
    issues: [],
    period: null,
    notMapped: null,
    recipients: [],
    retryUnknownAfterMs: 0,
  };
  const noMails = () => ({
    mails: [],
    failingSince: null,
    failingCauses: null,
    failureMailedAt: null,
    reviewedCauses: null,
  });
  await expect(finishRun(bench.db, ownership, end, noMails)).rejects.toMatchObject({ name: "RunNotOurs" });
  expect(await bench.findRun(ownership.runId)).toMatchObject({ status: "running", finishedAt: null });
});
