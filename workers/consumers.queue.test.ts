import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { SECOND } from "@/lib/clock";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { loseEveryJob, queueKinds, queueSettings } from "@/scripts/testing/queue-settings";
import { openConsumers } from "./consumers";
import { openQueueBackend, type QueueBackend } from "./queues/backend";
import { openBells } from "./queues/bells";
import type { JobKind } from "./queues/definitions";
import { watchConsumption } from "./watch-consumption";

jest.setTimeout(30_000);

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Its first consumer of each queue is alive, as every one of them will say, and hears nothing. */
function deafAtFirst(backend: QueueBackend): Pick<QueueBackend, "worker"> {
  const opened = new Set<string>();
  return {
    worker: (name, work, concurrency) => {
      const isFirst = !opened.has(name);
      opened.add(name);
      return backend.worker(isFirst ? `${name}-elsewhere` : name, work, concurrency);
    },
  };
}

describe.each(queueKinds)("consumers on %s", (kind) => {
  test("one that has fallen silent is found by what it does not consume, and made anew", async () => {
    await loseEveryJob(kind, 3, database);
    const settings = queueSettings(kind, 3, database);
    const backend = openQueueBackend({ redisUrl: settings.REDIS_URL, databaseUrl: settings.DATABASE_URL });
    const bells = openBells(backend);
    const heard: JobKind[] = [];
    const hear = (of: JobKind) => async () => {
      heard.push(of);
    };
    let now = 0;
    const watch = watchConsumption({
      clock: { monotonicMs: () => now },
      rebuild: (silentKind) => consumers.rebuild(silentKind),
    });
    const consumers = openConsumers({
      backend: deafAtFirst(backend),
      handlers: { run: hear("run"), mail: hear("mail"), task: hear("task") },
      onHeard: watch.heard,
      log: silent,
    });
    await bells.ring("mail", { orgId: randomUUID(), subjectId: randomUUID() });
    watch.saw(new Set(["mail"]));
    watch.rang("mail");
    await delay(500);
    expect(heard).toEqual([]);
    now += 11 * SECOND;
    watch.saw(new Set(["mail"]));
    for (let turn = 0; turn < 500 && heard.length === 0; turn += 1) await delay(20);
    expect(heard).toEqual(["mail"]);
    expect(watch.isWell()).toBe(true);
    await consumers.close();
    await bells.close();
  });
});
