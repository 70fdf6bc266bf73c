import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { intents, outbox } from "@/db/schema";
import { loseEveryJob, queueKinds, queueSettings } from "@/scripts/testing/queue-settings";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { openQueueBackend } from "./queues/backend";
import { openBells } from "./queues/bells";
import { jobDefinitions } from "./queues/definitions";
import { startRelay } from "./relay";
import { type RunningWorker, startWorker } from "./start-worker";
import { openTools } from "./tools";

jest.setTimeout(120_000);

describe.each(queueKinds)("the worker on %s", (kind) => {
  let bench: WriteBench;
  const running: RunningWorker[] = [];
  const names = ["Halcyon Physiotherapy", "Gantry Hydraulics", "Ironbark Legal", "Outpost Outdoor Supplies"];

  beforeAll(async () => {
    bench = await startWriteBench();
    await loseEveryJob(kind, 2, bench.database);
  });
  afterEach(async () => {
    await bench.control.clearFaults();
    await Promise.all(running.splice(0).map((worker) => worker.stop()));
    await bench.expectNothingDoubled();
  });
  afterAll(() => bench.close());

  const settings = () => queueSettings(kind, 2, bench.database);

  async function start(): Promise<RunningWorker> {
    const worker = await startWorker(openTools({ ...bench.tools.env, ...settings() }, "worker"));
    running.push(worker);
    return worker;
  }

  /** Seconds that stopping took. */
  async function stop(worker: RunningWorker): Promise<number> {
    running.splice(running.indexOf(worker), 1);
    const begin = performance.now();
    await worker.stop();
    return (performance.now() - begin) / 1_000;
  }

  const backend = () => {
    const { REDIS_URL, DATABASE_URL } = settings();
    return openQueueBackend({ redisUrl: REDIS_URL, databaseUrl: DATABASE_URL });
  };

  async function finished(runId: string) {
    for (let turn = 0; turn < 600; turn += 1) {
      const run = await bench.findRun(runId);
      if (run.finishedAt) return run;
      await delay(50);
    }
    throw new Error("The run did not end.");
  }

  const confirmed = async (runId: string) => {
    const rows = await inOrg(bench.db, bench.orgId, (tx) =>
      tx.select().from(intents).where(eq(intents.runId, runId)),
    );
    return rows.filter((row) => row.state === "confirmed").length;
  };

  test("a bell is passed on, and its run begun soon", async () => {
    await start();
    // The relay's own rhythm must have begun, so that the bell is what wakes it.
    await delay(300);
    const run = await finished(await bench.request("products"));
    const waited = (run.startedAt?.getTime() ?? Number.NaN) - run.queuedAt.getTime();
    // Alone on its machine it takes some ten milliseconds.
    expect(waited).toBeLessThan(5_000);
  });

  test("what the queue has lost is rung again from the database", async () => {
    const bells = openBells(backend());
    const relay = await startRelay({
      keepItemMonths: 25,
      db: bench.db,
      bells,
      log: bench.tools.log,
    });
    const runId = await bench.request("products");
    for (let turn = 0; turn < 100 && (await waitingBells()) > 0; turn += 1) await delay(20);
    await relay.stop();
    await bells.close();
    expect(await waitingBells()).toBe(0);
    await loseEveryJob(kind, 2, bench.database);
    expect((await bench.findRun(runId)).status).toBe("queued");
    await start();
    expect((await finished(runId)).status).toBe("no_change");
  });

  const waitingBells = async () => {
    const rows = await inOrg(bench.db, bench.orgId, (tx) => tx.select().from(outbox));
    return rows.filter((row) => row.bell === "run").length;
  };

  test("a poison job does not keep others from being done", async () => {
    const queue = backend().queue(jobDefinitions.run.queue);
    const poison = JSON.parse('{"orgId": "nobody", "subjectId": 7}');
    await queue.add("run", poison, { jobId: "poison" });
    await queue.add("unheard-of", poison, { jobId: "poison-too" });
    await start();
    expect((await finished(await bench.request("products"))).status).toBe("no_change");
    await queue.close();
  });

  test("stops within seconds in the middle of a run, which the next worker finishes", async () => {
    await bench.turnOn(names[0] ?? "");
    await bench.turnOn(names[1] ?? "");
    await bench.control.fault({
      service: "connectwise",
      method: "POST",
      pattern: "/additions$",
      times: "always",
      effect: { kind: "delay", ms: 200 },
    });
    const first = await start();
    const runId = await bench.request("customers");
    while ((await confirmed(runId)) < 2) await delay(20);
    expect(await stop(first)).toBeLessThan(5);
    const left = await bench.findRun(runId);
    expect(left).toMatchObject({ status: "running", finishedAt: null });
    expect(left.leaseUntil?.getTime()).toBeLessThanOrEqual(Date.now());
    const done = await confirmed(runId);

    await start();
    const run = await finished(runId);
    expect([run.status, run.counts?.failed, run.epoch]).toEqual(["success", 0, 2]);
    expect(await confirmed(runId)).toBeGreaterThan(done);
  });

  test("stops within seconds while the PSA does not answer a read", async () => {
    await bench.turnOn(names[2] ?? "");
    await bench.control.fault({
      service: "connectwise",
      method: "GET",
      pattern: "/additions$",
      effect: { kind: "delay", ms: 7_000 },
    });
    const first = await start();
    const runId = await bench.request("customers");
    while ((await bench.findRun(runId)).status !== "running") await delay(20);
    await delay(500);
    expect(await stop(first)).toBeLessThan(5);
    expect(await bench.findRun(runId)).toMatchObject({ status: "running", attempts: 0 });
    await bench.control.clearFaults();
    await start();
    expect((await finished(runId)).status).toBe("success");
  });

  test("a run that is rung for ten times at once is done once", async () => {
    await bench.turnOn(names[3] ?? "");
    await start();
    await start();
    const asked = await Promise.all(Array.from({ length: 10 }, () => bench.request("customers")));
    const runs = await Promise.all([...new Set(asked)].map(finished));
    const applied = runs.reduce((sum, run) => sum + (run.counts?.applied ?? 0), 0);
    const posts = (await bench.newWrites()).filter((write) => write === "POST addition").length;
    expect(applied).toBeGreaterThan(0);
    expect(runs.every((run) => run.status !== "error")).toBe(true);
    expect(posts).toBeGreaterThanOrEqual(applied);
  });
});
