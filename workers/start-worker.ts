import { setTimeout as delay } from "node:timers/promises";
import { SECOND } from "@/lib/clock";
import type { EventLog } from "@/lib/logger";
import { runTask } from "./jobs/run-task";
import { sendMail } from "./jobs/send-mail";
import { openQueueBackend } from "./queues/backend";
import { openBells } from "./queues/bells";
import { type JobKind, type JobPayload, jobDefinitions, jobKinds } from "./queues/definitions";
import { startRelay } from "./relay";
import { executeRun } from "./sync/run/execute-run";
import type { WorkerTools } from "./tools";

export type RunningWorker = { isWell: () => boolean; stop: () => Promise<void> };

/** Whoever ends a process kills it after 10 seconds. */
const stopLimit = 9 * SECOND;

/**
 * Starts the queues' consumers, the relay, the sweeper and the schedule. `stop` takes nothing new, lets runs reach
 * their next safe point and gives them up there, and ends when all is quiet, or after 9 seconds.
 */
export async function startWorker(tools: WorkerTools): Promise<RunningWorker> {
  const { env, database, log } = tools;
  const stopping = new AbortController();
  const databaseUrl = env.QUEUE_DATABASE_URL ?? env.DATABASE_URL;
  const backend = openQueueBackend({ redisUrl: env.REDIS_URL, databaseUrl });
  const handlers = jobHandlers(tools, stopping.signal);
  const workers = jobKinds.map((kind) => {
    const { queue, concurrency, payload } = jobDefinitions[kind];
    const worker = backend.worker(
      queue,
      async (job) => handle(log, kind, payload.parse(job.data), handlers[kind]),
      concurrency,
    );
    worker.on("error", (error) => log.error({ queue }, "The queue had an error", error));
    return worker;
  });
  const bells = openBells(backend);
  const relay = await startRelay({
    db: database.db,
    databaseUrl: env.DATABASE_URL,
    bells,
    log,
    keepItemMonths: env.KEEP_ITEM_MONTHS,
  });
  log.info({ queue: backend.kind }, "Worker started");

  async function endAll() {
    await relay.stop();
    await Promise.all(workers.map((worker) => worker.close()));
    await bells.close();
    await database.close();
  }

  return {
    isWell: relay.isWell,
    stop: async () => {
      stopping.abort();
      const inTime = await Promise.race([endAll().then(() => true), delay(stopLimit, false, { ref: false })]);
      if (inTime) log.info({}, "Worker stopped");
      else log.warn({}, "The worker stops with work under way, which another one will take up");
    },
  };
}

type Handler = (id: JobPayload) => Promise<unknown>;

function jobHandlers(tools: WorkerTools, stop: AbortSignal): Record<JobKind, Handler> {
  return {
    run: ({ orgId, subjectId }) => executeRun(tools.engine, { orgId, runId: subjectId }, stop),
    mail: ({ orgId, subjectId }) => sendMail(tools.mail, { orgId, mailId: subjectId }),
    task: ({ orgId, subjectId }) => runTask(tools, { orgId, taskId: subjectId }),
  };
}

/** The database decides what is tried again, so a job that threw is over; the sweeper rings anew. */
async function handle(log: EventLog, kind: JobKind, payload: JobPayload, work: Handler): Promise<void> {
  try {
    await work(payload);
  } catch (error) {
    log.error({ job: kind, orgId: payload.orgId }, "A job failed", error);
  }
}
