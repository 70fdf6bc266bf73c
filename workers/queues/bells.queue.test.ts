import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { loseEveryJob, queueKinds, queueSettings } from "@/scripts/testing/queue-settings";
import { type JobWorker, openQueueBackend, type QueueBackend } from "./backend";
import { type Bells, openBells } from "./bells";
import { type JobPayload, jobDefinitions } from "./definitions";

jest.setTimeout(30_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.each(queueKinds)("bells on %s", (kind) => {
  let backend: QueueBackend;
  let bells: Bells;
  const workers: JobWorker[] = [];

  beforeAll(async () => {
    const settings = queueSettings(kind, 1, database);
    backend = openQueueBackend({ redisUrl: settings.REDIS_URL, databaseUrl: settings.DATABASE_URL });
    bells = openBells(backend);
    await loseEveryJob(kind, 1, database);
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await loseEveryJob(kind, 1, database);
  });
  afterAll(() => bells.close());

  const newPayload = (): JobPayload => ({ orgId: randomUUID(), subjectId: randomUUID() });

  /** Starts a consumer; gives the subjects of the jobs that it was handed, in their order. */
  async function listen(work: (payload: JobPayload) => Promise<void> = async () => {}): Promise<string[]> {
    const heard: string[] = [];
    const consume = async ({ data }: { data: JobPayload }) => {
      heard.push(data.subjectId);
      await work(data);
    };
    const worker = backend.worker(jobDefinitions.run.queue, consume, 4);
    worker.on("error", () => {});
    workers.push(worker);
    await worker.waitUntilReady();
    return heard;
  }

  async function until(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 500 && !condition(); turn += 1) await delay(10);
    expect(condition()).toBe(true);
  }

  test("the setting chooses the backend", () => {
    expect(backend.kind).toBe(kind === "Redis" ? "redis" : "postgres");
  });

  test("rung twice before it is heard, a bell is one job", async () => {
    const payload = newPayload();
    await bells.ring("run", payload);
    await Promise.all([bells.ring("run", payload), bells.ring("run", payload)]);
    const heard = await listen();
    const last = newPayload();
    await bells.ring("run", last);
    await until(() => heard.includes(last.subjectId));
    expect(heard).toEqual([payload.subjectId, last.subjectId]);
  });

  test("rung while its job is at work, it adds none; rung afterwards, it does", async () => {
    const payload = newPayload();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const heard = await listen(() => ended);
    await bells.ring("run", payload);
    await until(() => heard.length === 1);
    await bells.ring("run", payload);
    await delay(200);
    expect(heard).toHaveLength(1);
    end();
    // The job leaves no trace, so that the same run can be rung for again.
    for (let turn = 0; turn < 100 && heard.length < 2; turn += 1) {
      await bells.ring("run", payload);
      await delay(20);
    }
    expect(heard).toEqual([payload.subjectId, payload.subjectId]);
  });

  test("a job that throws is over and stands in nobody's way", async () => {
    const [bad, good] = [newPayload(), newPayload()];
    const heard = await listen(async ({ subjectId }) => {
      if (subjectId === bad.subjectId) throw new Error("This one always fails.");
    });
    await bells.ring("run", bad);
    await bells.ring("run", good);
    await until(() => heard.includes(good.subjectId));
    expect(heard).toEqual([bad.subjectId, good.subjectId]);
  });

  test("what is no payload is refused before it is queued", async () => {
    await expect(bells.ring("run", { orgId: "nobody", subjectId: "nothing" })).rejects.toThrow(/uuid/i);
  });
});
