import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, ne } from "drizzle-orm";
import { Redis as Client } from "ioredis";
import { inOrg } from "@/db/client";
import { requestTask } from "@/db/commands/tasks/request-task";
import { connections, tasks } from "@/db/schema";
import { type Redis, startRedis } from "@/scripts/services/redis";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { type RunningWorker, startWorker } from "./start-worker";
import { openTools } from "./tools";

jest.setTimeout(120_000);

const folder = mkdtempSync(path.join(tmpdir(), "redis-away-"));
const files = { dataDir: path.join(folder, "data"), logFile: path.join(folder, "log") };
let redis: Redis;
let rig: Rig;
let worker: RunningWorker;
beforeAll(async () => {
  rig = await startRig();
  await inOrg(rig.db, rig.orgId, (tx) =>
    tx.update(tasks).set({ state: "done" }).where(ne(tasks.state, "done")),
  );
  await inOrg(rig.db, rig.orgId, (tx) => tx.update(connections).set({ directoryRefreshedAt: new Date() }));
  redis = await startRedis(files);
  worker = await startWorker(openTools({ ...rig.tools.env, REDIS_URL: redis.url }, "worker"));
});
afterAll(async () => {
  await worker.stop();
  await redis.stop();
  await rig.close();
  rmSync(folder, { recursive: true });
});

/** Asks for a test of the connection, which comes to the worker through the queue alone. */
async function ask(): Promise<string> {
  const { orgId, connectionId } = rig.programSync;
  const asked = { orgId, kind: "test_connection" as const, subjectId: connectionId, requestedBy: null };
  return (await inOrg(rig.db, orgId, (tx) => requestTask(tx, asked))).taskId;
}

/** Milliseconds until a worker has begun with it. */
async function begun(taskId: string): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < 20_000) {
    const rows = await inOrg(rig.db, rig.orgId, (tx) =>
      tx
        .select({ attempts: tasks.attempts })
        .from(tasks)
        .where(and(eq(tasks.id, taskId), ne(tasks.attempts, 0))),
    );
    if (rows.length > 0) return performance.now() - since;
    await delay(20);
  }
  throw new Error("Nobody has begun with it.");
}

async function done(taskId: string): Promise<void> {
  for (let turn = 0; turn < 400; turn += 1) {
    const [task] = await inOrg(rig.db, rig.orgId, (tx) =>
      tx.select().from(tasks).where(eq(tasks.id, taskId)),
    );
    if (task?.state === "done") return;
    await delay(50);
  }
  throw new Error("The task did not end.");
}

test("what was due while Redis was away is begun within seconds of its return", async () => {
  await done(await ask());
  const port = Number(new URL(redis.url).port);
  await redis.stop();
  const taskId = await ask();
  const runId = await rig.request("products");
  // No bell is needed for a run: the sweeper of a worker with a free place looks for itself.
  for (let turn = 0; turn < 400 && (await rig.findRun(runId)).status === "queued"; turn += 1) await delay(50);
  expect((await rig.findRun(runId)).status).not.toBe("queued");
  redis = await startRedis({ ...files, port });
  const ms = await begun(taskId);
  process.stdout.write(`Redis is back: first job after ${Math.round(ms)} ms\n`);
  expect(ms).toBeLessThan(8_000);
  await done(taskId);
});

test("what a FLUSHALL takes under a running worker is rung again", async () => {
  const client = new Client(redis.url);
  await client.flushall();
  const taskId = await ask();
  await client.flushall();
  const ms = await begun(taskId);
  process.stdout.write(`FLUSHALL: rung again and begun after ${Math.round(ms)} ms\n`);
  expect(ms).toBeLessThan(8_000);
  await done(taskId);
  await client.quit();
});
