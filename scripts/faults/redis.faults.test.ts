import { setTimeout as delay } from "node:timers/promises";
import { openQueueBackend } from "@/workers/queues/backend";
import { jobDefinitions } from "@/workers/queues/definitions";
import { correctInvoice, expectMadeOnce } from "./stage/corrections";
import { settle, startDisturbedRun, startTwo } from "./stage/disturbed-run";
import { report } from "./stage/report";
import { openStage, type Stage } from "./stage/stage";
import { until } from "./stage/until";

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.turnOn("Two Rivers Aged Care");
  expect((await stage.run("customers")).status).toBe("success");
});
afterEach(() => stage.clearUp());
afterAll(() => stage.close());

/** How long a run that nobody works at has waited for a worker from `since` on, by the database's clock. */
async function startedAfter(runId: string, since: Date): Promise<number> {
  const at = await until("the run begins", async () => (await stage.findRun(runId)).startedAt);
  return at.getTime() - since.getTime();
}

const databaseNow = async () => {
  const [row] = await stage.sql<{ now: Date }>("select clock_timestamp() as now");
  return row?.now ?? new Date(Number.NaN);
};

test("killed in a run and away for seconds: the run goes on, and the next one begins without a bell", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  await stage.redis.kill();
  const asked = await stage.request("products");
  await stage.finished(runId);
  await stage.finished(asked);
  await stage.redis.start();
  const since = await databaseNow();
  report("Redis back to the next run", await startedAfter(await stage.request("products"), since));
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("FLUSHALL loses every job, and no run", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  const asked = await stage.request("products");
  await stage.redis.ask("FLUSHALL");
  const { finishedAt } = await stage.finished(runId);
  const waited = await startedAfter(asked, finishedAt ?? new Date(Number.NaN));
  report("end of the run to the next one's begin, after FLUSHALL", waited);
  await stage.finished(asked);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("full: what cannot be queued is queued when there is room again", async () => {
  await startTwo(stage);
  await stage.redis.ask("CONFIG", "SET", "maxmemory", 1);
  const corrections = await correctInvoice(stage);
  const asked = await stage.request("customers");
  await until("a worker meets the full Redis", () =>
    stage.workers.some((worker) => worker.log().includes("recurring job failed")),
  );
  await stage.redis.ask("CONFIG", "SET", "maxmemory", 0);
  await stage.finished(asked);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});

test("started from an older file: jobs that were done long ago come again, and do nothing", async () => {
  const { runId, corrections } = await startDisturbedRun(stage);
  // Its job is at work: the file keeps it so.
  await stage.redis.dump();
  await stage.finished(runId);
  await settle(stage);
  await stage.redis.kill();
  await stage.redis.start();
  const asked = await stage.request("products");
  expect((await stage.finished(asked)).status).toBe("no_change");
  // Long enough for the old job to be found stalled and to be done again.
  await delay(8_000);
  expect(await stage.findRun(runId)).toMatchObject({ epoch: 1 });
  await expectMadeOnce(stage, corrections);
});

test("a job delivered twice, to two workers at once, is one run", async () => {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  const backend = openQueueBackend({ redisUrl: stage.redis.url, databaseUrl: "" });
  const queue = backend.queue(jobDefinitions.run.queue);
  try {
    const runId = await stage.request("customers");
    const payload = { orgId: stage.orgId, subjectId: runId };
    await Promise.all(["once", "twice", "thrice"].map((jobId) => queue.add("run", payload, { jobId })));
    expect(await stage.finished(runId)).toMatchObject({ status: "success", epoch: 1 });
  } finally {
    await queue.close();
  }
  await expectMadeOnce(stage, corrections);
});

test("half-open: connections that lead nowhere are noticed, and the next run is done", async () => {
  await startTwo(stage);
  await stage.ways.redis.set({ kind: "half_open" });
  const corrections = await correctInvoice(stage);
  const asked = await stage.request("customers");
  await delay(3_000);
  await stage.ways.redis.set({ kind: "clear" });
  const since = performance.now();
  await stage.finished(asked, 150_000);
  report("Redis no longer half-open to the end of the run", performance.now() - since);
  await settle(stage);
  await expectMadeOnce(stage, corrections);
});
