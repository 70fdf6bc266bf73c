import { hostname } from "node:os";
import { type OpenDatabase, openDatabase } from "@/db/client";
import { createMailer } from "@/emails/send";
import { systemClock } from "@/lib/clock";
import { credentialKeys, type WorkerEnv } from "@/lib/env";
import { createLog, type EventLog } from "@/lib/logger";
import { pause } from "@/lib/pause";
import type { CallRecord } from "./connectors/http/types";
import { decideRetry } from "./connectors/retry";
import { openConnectors } from "./credentials/open-connectors";
import { openCallCounts } from "./health/call-counts";
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
  /** The calls that this process has made to other services. */
  calls: ReturnType<typeof openCallCounts>;
};

/** Opens the database and builds the tools from the settings. Nothing outside is called yet. */
export function openTools(env: WorkerEnv, program: "worker" | "scripts"): WorkerTools {
  const log = createLog(program, env.LOG_LEVEL);
  const database = openDatabase(env.DATABASE_URL, {
    maxConnections: 20,
    onError: (error) => log.error({}, "A database connection broke", error),
  });
  const { db } = database;
  const calls = openCallCounts();
  const engine: Engine = {
    db,
    clock: systemClock,
    sleep: pause,
    decideRetry,
    log,
    worker: `${hostname()}-${process.pid}`,
    openConnectors: (context, signal, limits) => {
      const { orgId, id: runId } = context.run;
      const onCall = (call: CallRecord) => {
        calls.count(call);
        logCall(log, { orgId, runId }, call);
      };
      return openConnectors(env, context, { signal, onCall, ...limits });
    },
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
    privateKeys: credentialKeys(env),
  };
  return { env, database, log, engine, mail, calls };
}

/** With it every call is found by the run that it was made for. Paths name ids alone; what was asked for is left out. */
function logCall(log: EventLog, run: { orgId: string; runId: string }, call: CallRecord): void {
  const { service, method, path, status, ms } = call;
  log.debug({ ...run, service, call: `${method} ${path}`, status, ms }, "Another service was called");
}
