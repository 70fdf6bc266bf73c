import { setTimeout as delay } from "node:timers/promises";
import { lapseLeftRuns } from "@/db/commands/runs/lapse-left-runs";
import { openOwnSession, type Presence } from "@/db/own-session";
import { SECOND, systemClock } from "@/lib/clock";
import { type Handlers, openConsumers } from "./consumers";
import { runTask } from "./jobs/run-task";
import { sendMail } from "./jobs/send-mail";
import { openQueueBackend } from "./queues/backend";
import { openBells } from "./queues/bells";
import { jobDefinitions } from "./queues/definitions";
import { type Relay, startRelay } from "./relay";
import { openRunPlaces, type RunPlaces } from "./run-places";
import type { WorkerTools } from "./tools";
import { watchConsumption } from "./watch-consumption";

export type RunningWorker = { isWell: () => boolean; stop: () => Promise<void> };

/** Whoever ends a process kills it after 10 seconds. */
const stopLimit = 9 * SECOND;

/** So long a worker waits for its own session before it claims anything: until then nobody could see it die. */
const sessionLimit = 5 * SECOND;

/** A lease is renewed every 0.75 s. */
const silentMs = 2 * SECOND;

/**
 * Starts the queues' consumers, the relay, the sweeper and the schedule. `stop` takes nothing new, lets runs reach
 * their next safe point and gives them up there, and ends when all is quiet, or after 9 seconds.
 */
export async function startWorker(tools: WorkerTools): Promise<RunningWorker> {
  const { env, database, engine, log } = tools;
  const stopping = new AbortController();
  const databaseUrl = env.QUEUE_DATABASE_URL ?? env.DATABASE_URL;
  const backend = openQueueBackend({ redisUrl: env.REDIS_URL, databaseUrl });
  let relay: Relay | undefined;
  const session = openOwnSession({
    url: env.DATABASE_URL,
    onBell: () => relay?.now(),
    onAway: () => log.warn({ job: "relay" }, "Cannot listen for bells yet"),
    againAfterMs: SECOND,
  });
  await Promise.race([session.tried, delay(sessionLimit, undefined, { ref: false })]);
  const present = { ...engine, presence: () => session.presence()?.number ?? null };
  const places = openRunPlaces(present, jobDefinitions.run.concurrency, stopping.signal);
  const watch = watchConsumption({ clock: systemClock, rebuild: (kind) => consumers.rebuild(kind) });
  const handlers = jobHandlers(tools, places, stopping.signal);
  const consumers = openConsumers({ backend, handlers, onHeard: watch.heard, log });
  const bells = openBells(backend, (error) => log.error({}, "Ringing the queue had an error", error));
  relay = await startRelay({
    db: database.db,
    bells,
    log,
    onRung: watch.rang,
    beforeSweep: () => takeFromDead(tools, session.presence()),
    onWaiting: async (kinds) => {
      watch.saw(kinds);
      if (kinds.has("run")) await places.fill();
    },
    keepItemMonths: env.KEEP_ITEM_MONTHS,
  });
  log.info({ queue: backend.kind }, "Worker started");

  async function endAll() {
    await Promise.all([relay?.stop(), consumers.close(), places.emptied()]);
    await session.close();
    await bells.close();
    await database.close();
  }

  return {
    isWell: () => relay.isWell() && watch.isWell(),
    stop: async () => {
      stopping.abort();
      const inTime = await Promise.race([endAll().then(() => true), delay(stopLimit, false, { ref: false })]);
      if (inTime) log.info({}, "Worker stopped");
      else log.warn({}, "The worker stops with work under way, which another one will take up");
    },
  };
}

/** Runs of workers whose process is gone are free without waiting for their leases. */
async function takeFromDead({ database, engine, log }: WorkerTools, own: Presence | null): Promise<void> {
  if (!own) return;
  const { since } = own;
  const lapsed = await lapseLeftRuns(database.db, { leaseMs: engine.leaseMs, silentMs, since });
  if (lapsed > 0) log.warn({ job: "sweeper" }, "Another worker is gone: its runs go on elsewhere");
}

/** Which run a bell was rung for does not matter: the place goes to the one whose turn it is. */
function jobHandlers(tools: WorkerTools, places: RunPlaces, stop: AbortSignal): Handlers {
  return {
    run: () => places.fill(),
    mail: ({ orgId, subjectId }) => sendMail(tools.mail, { orgId, mailId: subjectId }),
    task: ({ orgId, subjectId }) => runTask({ ...tools, stop }, { orgId, taskId: subjectId }),
  };
}
