import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { requestTask } from "@/db/commands/tasks/request-task";
import { connections, syncRuns } from "@/db/schema";
import { MINUTE } from "@/lib/clock";
import { runIssuesOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { runTask } from "@/workers/jobs/run-task";
import type { Engine } from "./engine";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench();
  await bench.turnOn("Two Rivers Aged Care");
});
beforeEach(async () => {
  await inOrg(bench.db, bench.orgId, (tx) => tx.update(connections).set({ unanswered: 0, restsUntil: null }));
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx.update(syncRuns).set({ status: "cancelled" }).where(eq(syncRuns.status, "queued")),
  );
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
});
afterAll(() => bench.close());

const engine = (): Engine => ({
  ...bench.tools.engine,
  rest: { restsAfter: 3, firstRestMs: MINUTE, longestRestMs: 15 * MINUTE },
});

const silent = () =>
  bench.control.fault({
    service: "connectwise",
    times: "always",
    effect: { kind: "answer", status: 503, body: "<html>Service Unavailable</html>" },
  });

const connection = async () => {
  const rows = await inOrg(bench.db, bench.orgId, (tx) =>
    tx.select().from(connections).where(eq(connections.id, bench.programSync.connectionId)),
  );
  if (!rows[0]) throw new Error("There is no connection.");
  return rows[0];
};

const calls = () => bench.control.countCalls("connectwise", "GET", /./);

/** The database's clock has come to the end of the rest. */
async function restIsOver(runId: string): Promise<void> {
  const now = sql`clock_timestamp()`;
  await inOrg(bench.db, bench.orgId, (tx) => tx.update(connections).set({ restsUntil: now }));
  await bench.hurry(runId);
}

/** Has a run meet a PSA that does not answer until it is left alone; gives the run, which waits. */
async function tireOf(): Promise<string> {
  await silent();
  const runId = await bench.request("customers");
  for (const unanswered of [1, 2, 3]) {
    expect(await bench.work(runId, engine())).toMatchObject({ ended: "postponed" });
    expect((await connection()).unanswered).toBe(unanswered);
    if (unanswered < 3) await bench.hurry(runId);
  }
  return runId;
}

const waitOf = ({ resumesAt }: { resumesAt: Date | null }) => (resumesAt?.getTime() ?? 0) - Date.now();

test("a PSA that leaves three runs in a row without an answer is left alone for a minute, and the run says so", async () => {
  const runId = await tireOf();
  const run = await bench.findRun(runId);
  expect(run).toMatchObject({ status: "queued", waitReason: "psa_unavailable" });
  expect((await connection()).restsUntil).not.toBeNull();
  expect(waitOf(run)).toBeGreaterThan(0.5 * MINUTE);
  const before = await calls();
  expect(await bench.work(runId, engine())).toEqual({ ended: "not_ours" });
  expect(await calls()).toBe(before);
});

test("after the rest one question is asked; without an answer the rest is twice as long", async () => {
  const runId = await tireOf();
  await restIsOver(runId);
  const before = await calls();
  const ending = await bench.work(runId, engine());
  expect((await calls()) - before).toBe(1);
  expect(ending).toMatchObject({ ended: "postponed" });
  if (ending.ended === "postponed") expect(Math.round(ending.waitMs / MINUTE)).toBe(2);
  expect((await connection()).unanswered).toBe(4);
});

test("the first answer ends the rest: the run comes to its good end, and the others need not wait", async () => {
  const runId = await tireOf();
  const other = await bench.request("products", { trigger: "schedule" });
  await bench.control.clearFaults();
  await restIsOver(runId);
  expect(await bench.work(runId, engine())).toEqual({ ended: "finished" });
  expect((await bench.findRun(runId)).status).toBe("success");
  expect(await connection()).toMatchObject({ unanswered: 0, restsUntil: null });
  expect(await bench.work(other, engine())).toEqual({ ended: "finished" });
});

test("whatever the schedule asks for meanwhile waits too; a person has the PSA asked once more", async () => {
  const first = await tireOf();
  const scheduled = await bench.request("products", { trigger: "schedule" });
  expect(await bench.findRun(scheduled)).toMatchObject({ waitReason: "psa_unavailable" });
  expect(await bench.work(scheduled, engine())).toEqual({ ended: "not_ours" });
  const asked = await bench.request("customers");
  expect((await bench.findRun(asked)).resumesAt).toBeNull();
  const before = await calls();
  // The run that has begun comes first, and asks for all.
  expect(await bench.work(asked, engine())).toEqual({ ended: "not_ours" });
  expect(await bench.work(first, engine())).toMatchObject({ ended: "postponed" });
  expect((await calls()) - before).toBe(1);
  // That it was in vain has put the others back as well.
  for (const id of [first, scheduled]) expect(waitOf(await bench.findRun(id))).toBeGreaterThan(MINUTE);
});

test("a run that is left without an answer for half an hour ends in Error, and the next one asks once", async () => {
  const runId = await tireOf();
  for (let turn = 4; turn <= 7; turn += 1) {
    await restIsOver(runId);
    expect(await bench.work(runId, engine())).toMatchObject({ ended: "postponed" });
  }
  await restIsOver(runId);
  expect(await bench.work(runId, engine())).toEqual({ ended: "finished" });
  expect((await bench.findRun(runId)).status).toBe("error");
  expect((await runIssuesOf(bench, runId)).map(({ code }) => code)).toEqual(["psa_unavailable"]);
  const { restsUntil } = await connection();
  const next = await bench.request("customers", { trigger: "schedule" });
  expect((await bench.findRun(next)).resumesAt).toEqual(restsUntil);
});

test("another connection is asked as ever, and a run that only failed now and then does not add up", async () => {
  await silent();
  const runId = await bench.request("customers", { trigger: "person" });
  expect(await bench.work(runId, engine())).toMatchObject({ ended: "postponed" });
  await bench.control.clearFaults();
  const rows = await inOrg(bench.db, bench.orgId, (tx) => tx.select().from(connections));
  const others = rows.filter(({ id }) => id !== bench.programSync.connectionId);
  for (const other of others) expect(other).toMatchObject({ unanswered: 0, restsUntil: null });
  await bench.hurry(runId);
  expect(await bench.work(runId, engine())).toEqual({ ended: "finished" });
  expect((await connection()).unanswered).toBe(0);
});

test("a test of the connection that is answered ends the rest, too", async () => {
  const runId = await tireOf();
  await bench.control.clearFaults();
  const { orgId, connectionId } = bench.programSync;
  const asked = { orgId, kind: "test_connection" as const, subjectId: connectionId, requestedBy: null };
  const { taskId } = await inOrg(bench.db, orgId, (tx) => requestTask(tx, asked));
  expect(await runTask(bench.tools, { orgId, taskId })).toBe("done");
  expect(await connection()).toMatchObject({ unanswered: 0, restsUntil: null, state: "healthy" });
  expect(await bench.findRun(runId)).toMatchObject({ status: "queued", resumesAt: null, waitReason: null });
  expect(await bench.work(runId, engine())).toEqual({ ended: "finished" });
});
