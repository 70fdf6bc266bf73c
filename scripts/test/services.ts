import path from "node:path";
import type { Shutdown } from "../machine/shutdown";
import { step } from "../machine/steps";
import { findChromium } from "../services/chromium";
import { startPostgres } from "../services/postgres";
import { startRedis } from "../services/redis";
import type { Kind } from "./selection";
import { runDirOfTests } from "./work-dir";

/** Which tests need what. A service that is missing ends the run: no test is skipped for it. */
const needs = {
  postgres: ["db", "queue", "e2e", "plays", "faults"],
  redis: ["queue", "e2e", "faults"],
  chromium: ["e2e"],
} as const satisfies Record<string, readonly Kind[]>;

/**
 * Starts what these kinds of tests need, with throw-away data under `workDir`, and answers the settings that name it:
 * TEST_DATABASE_URL (owner of a throw-away server), TEST_REDIS_URL, CHROMIUM_PATH, and TEST_RUN_DIR, where tests
 * leave a note of the processes that they start.
 */
export async function startServices(
  kinds: ReadonlySet<Kind>,
  workDir: string,
  shutdown: Shutdown,
): Promise<NodeJS.ProcessEnv> {
  const isNeeded = (service: keyof typeof needs) => needs[service].some((kind) => kinds.has(kind));
  const runDir = path.join(workDir, "run");
  const env: NodeJS.ProcessEnv = { ...process.env, TEST_RUN_DIR: runDirOfTests(workDir) };
  if (isNeeded("postgres")) {
    const postgres = await step("Starting PostgreSQL", () =>
      startPostgres({
        dataDir: path.join(workDir, "postgres"),
        logFile: path.join(workDir, "postgres.log"),
        runDir,
        durable: false,
        maxConnections: 200,
      }),
    );
    shutdown.add(postgres.stop);
    env.TEST_DATABASE_URL = postgres.url;
  }
  if (isNeeded("redis")) env.TEST_REDIS_URL = process.env.REDIS_URL ?? (await ownRedis(workDir, shutdown));
  if (isNeeded("chromium")) env.CHROMIUM_PATH = await step("Looking for Chromium", findChromium);
  return env;
}

async function ownRedis(workDir: string, shutdown: Shutdown): Promise<string> {
  const redis = await step("Starting Redis", () =>
    startRedis({
      dataDir: path.join(workDir, "redis"),
      logFile: path.join(workDir, "redis.log"),
      runDir: path.join(workDir, "run"),
    }),
  );
  shutdown.add(redis.stop);
  return redis.url;
}
