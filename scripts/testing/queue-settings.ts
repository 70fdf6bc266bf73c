import { Redis } from "ioredis";
import { Client } from "pg";
import type { WorkerEnv } from "@/lib/env";
import type { TestDatabase } from "./database";

export type QueueKind = "Redis" | "PostgreSQL";
export const queueKinds: QueueKind[] = ["Redis", "PostgreSQL"];

/** Each test file that needs one has a numbered database of the test Redis to itself. */
export type RedisNumber = 1 | 2 | 3;

function redisUrl(number: RedisNumber): string {
  const url = process.env.TEST_REDIS_URL;
  if (!url) throw new Error("TEST_REDIS_URL is not set: run queue tests through `npm test`.");
  return `${url.replace(/\/+$/, "")}/${number}`;
}

/** What of the worker's settings says where its queue is. */
export function queueSettings(
  kind: QueueKind,
  number: RedisNumber,
  database: Pick<TestDatabase, "workerUrl">,
): Pick<WorkerEnv, "REDIS_URL" | "DATABASE_URL"> {
  return { DATABASE_URL: database.workerUrl, ...(kind === "Redis" && { REDIS_URL: redisUrl(number) }) };
}

/** Loses every job, as an operator's FLUSHALL would, without an event. */
export async function loseEveryJob(
  kind: QueueKind,
  number: RedisNumber,
  database: Pick<TestDatabase, "ownerUrl">,
): Promise<void> {
  if (kind === "Redis") {
    const redis = new Redis(redisUrl(number));
    await redis.flushdb();
    await redis.quit();
    return;
  }
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("delete from queue.job");
  await owner.end();
}
