import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import type { WorkerEnv } from "@/lib/env";
import { moveConnection } from "../../testing/rig-records";
import { startWriteBench, type WriteBench } from "../../testing/write-bench";
import { startProxy, type TcpProxy } from "../proxy/proxy";
import { type RedisServer, startRedisServer } from "./redis-server";
import { until } from "./until";
import { startWorkerProcess, type WorkerProcess } from "./worker-process";

type Way = "postgres" | "redis" | "psa" | "prism" | "mail";

/**
 * The product on a stage: real workers over a real Redis and PostgreSQL, everything that they talk to behind a proxy.
 * The bench below it asks for runs and looks at them, by ways of its own.
 */
export type Stage = WriteBench & {
  ways: Record<Way, TcpProxy>;
  redis: RedisServer;
  workers: WorkerProcess[];
  /** One more worker, with the usual settings or some others. */
  startWorker: (name: string, settings?: Record<string, string>) => Promise<WorkerProcess>;
  /** The end of a run that the workers carry out. */
  finished: (runId: string, limitMs?: number) => Promise<Awaited<ReturnType<WriteBench["findRun"]>>>;
  /** SQL as the database's owner, beside the proxies. */
  sql: <Row extends Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** The weather is fair again, faults of the sandboxes are taken back, and so are all workers. */
  clearUp: () => Promise<void>;
};

export type StageOptions = {
  psa?: "connectwise" | "autotask";
  /** Its databases are made on this server instead of the one that all tests share. */
  serverUrl?: string;
};

export async function openStage({ psa = "connectwise", serverUrl }: StageOptions = {}): Promise<Stage> {
  const dir = mkdtempSync(path.join(tmpdir(), "prism-connect-faults-"));
  const bench = await startWriteBench({ psa, ...(serverUrl && { serverUrl }) });
  const redis = await startRedisServer(dir);
  const { endpoints } = bench.sandbox;
  const site = psa === "connectwise" ? endpoints.connectwise.url : new URL(endpoints.autotask.url).origin;
  const ways = {
    postgres: await proxyOf(bench.database.workerUrl),
    redis: await proxyOf(redis.url),
    psa: await proxyOf(site),
    prism: await proxyOf(endpoints.prism.api),
    mail: await proxyOf(endpoints.mail.url),
  };
  await moveConnection(bench, { site: ways.psa.through(site) });
  const usual = workerSettings(bench.tools.env, ways, redis);
  const workers: WorkerProcess[] = [];

  return {
    ...bench,
    ways,
    redis,
    workers,
    startWorker: async (name, settings = {}) => {
      const logFile = path.join(dir, `${name}.log`);
      const worker = await startWorkerProcess({ name, settings: { ...usual, ...settings }, logFile });
      workers.push(worker);
      return worker;
    },
    finished: (runId, limitMs) =>
      until(
        `run ${runId} ends`,
        async () => {
          const run = await bench.findRun(runId);
          return run.finishedAt ? run : null;
        },
        limitMs,
      ),
    sql: (text, values) => asOwner(bench.database.ownerUrl, text, values),
    clearUp: async () => {
      for (const way of Object.values(ways)) {
        way.trap(null);
        way.release();
        await way.set({ kind: "clear" });
      }
      await bench.control.clearFaults();
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    },
    close: async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      for (const way of Object.values(ways)) await way.stop();
      await redis.stop();
      await bench.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function proxyOf(address: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(address);
  return startProxy({ host: hostname, port: Number(port) });
}

/** The settings of the rig's own engine, with the proxies in the way. */
function workerSettings(
  env: WorkerEnv,
  ways: Record<Way, TcpProxy>,
  redis: RedisServer,
): Record<string, string> {
  return {
    DATABASE_URL: ways.postgres.through(env.DATABASE_URL),
    REDIS_URL: ways.redis.through(redis.url),
    NEXTAUTH_URL: env.NEXTAUTH_URL,
    CREDENTIALS_PRIVATE_KEY: JSON.stringify(env.CREDENTIALS_PRIVATE_KEY),
    PRISM_API_URL: ways.prism.through(env.PRISM_API_URL),
    PRISM_IDENTITY_URL: ways.prism.through(env.PRISM_IDENTITY_URL),
    RESEND_API_KEY: env.RESEND_API_KEY,
    RESEND_BASE_URL: ways.mail.through(env.RESEND_BASE_URL ?? ""),
    MAIL_FROM: env.MAIL_FROM,
    SANDBOX: "1",
  };
}

async function asOwner<Row>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
