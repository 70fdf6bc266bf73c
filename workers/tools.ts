import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type OpenDatabase, openDatabase } from "@/db/client";
import { createMailer } from "@/emails/send";
import { systemClock } from "@/lib/clock";
import type { WorkerEnv } from "@/lib/env";
import { createLog, type EventLog } from "@/lib/logger";
import { decideRetry } from "./connectors/retry";
import { openConnectors } from "./credentials/open-connectors";
import type { SendMailTools } from "./jobs/send-mail";
import type { Engine } from "./sync/run/engine";
import { engineLimits } from "./sync/run/engine-limits";

/** Everything that the jobs of one worker process share. */
export type WorkerTools = {
  env: WorkerEnv;
  database: OpenDatabase;
  log: EventLog;
  engine: Engine;
  mail: SendMailTools;
};

/** Waits, or less when the signal says to stop: whoever waited looks at what ended it. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}

/** Opens the database and builds the tools from the settings. Nothing outside is called yet. */
export function openTools(env: WorkerEnv, program: "worker" | "scripts"): WorkerTools {
  const log = createLog(program, env.LOG_LEVEL);
  const database = openDatabase(env.DATABASE_URL, {
    maxConnections: 20,
    onError: (error) => log.error({}, "A database connection broke", error),
  });
  const { db } = database;
  const engine: Engine = {
    db,
    clock: systemClock,
    sleep,
    decideRetry,
    log,
    worker: `${hostname()}-${process.pid}`,
    openConnectors: (context, signal, limits) => openConnectors(env, context, { signal, ...limits }),
    ...engineLimits,
  };
  const mailer = createMailer({
    apiKey: env.RESEND_API_KEY,
    from: env.MAIL_FROM,
    ...(env.RESEND_BASE_URL && { baseUrl: env.RESEND_BASE_URL }),
  });
  const mail = {
    db,
    mailer,
    log,
    portalUrl: env.NEXTAUTH_URL,
    privateKey: env.CREDENTIALS_PRIVATE_KEY,
  };
  return { env, database, log, engine, mail };
}
