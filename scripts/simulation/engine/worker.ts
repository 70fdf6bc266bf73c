import { drizzle } from "drizzle-orm/node-postgres";
import type { JWK } from "jose";
import type { Pool } from "pg";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import type { Mailer } from "@/emails/send";
import type { Clock } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { EventLog } from "@/lib/logger";
import { decideRetry } from "@/workers/connectors/retry";
import { type SendMailTools, sendMail } from "@/workers/jobs/send-mail";
import { openRunPlaces } from "@/workers/run-places";
import type { Engine } from "@/workers/sync/run/engine";
import { engineLimits } from "@/workers/sync/run/engine-limits";
import type { World } from "../world/world";
import { GatedPool } from "./gated-pool";
import type { Sabotage } from "./sabotage";
import { sourceConnector } from "./source-connector";
import type { Process, Steps } from "./steps";

export type SimulatedWorker = {
  process: Process;
  /** How many jobs it has under way. */
  jobs: number;
  /** Takes the runs whose turn it is, whichever the bell was rung for. */
  run: () => Promise<void>;
  mail: (of: { orgId: string; mailId: string }) => Promise<void>;
};

type Surroundings = {
  steps: Steps;
  sessions: Pool;
  world: World;
  sabotage: Sabotage;
  onFault: (error: unknown) => void;
};

/** One worker's process, from its start to its end: the product's engine and mail job on simulated surroundings. */
export function startWorker(name: string, around: Surroundings): SimulatedWorker {
  const { steps, sessions, world, sabotage, onFault } = around;
  const process: Process = { name, alive: true, pausedUntil: null, onEnd: new Set() };
  const db: Database = drizzle(new GatedPool(steps, process, sessions, sabotage.rewrite ?? asItIs), {
    schema,
  });
  const clock: Clock = {
    now: () => new Date(steps.now),
    monotonicMs: () => (sabotage.clockStands ? 0 : steps.now),
    after: (ms, work) => steps.after(process, ms, work),
  };
  const log = logOf(steps, process, onFault);
  const engine: Engine = {
    db,
    clock,
    sleep: (ms, signal) => steps.sleep(process, ms, signal),
    decideRetry: (error, attempt) => decideRetry(error, attempt, () => 0.5),
    log,
    worker: name,
    openConnectors: async ({ run }) => ({
      source: sourceConnector(steps, process, world.prism),
      psa: world.connectPsa(steps, process, { process: name, runId: run.id, epoch: run.epoch }),
      close: async () => undefined,
    }),
    ...engineLimits,
    // A look at whether the run may go on with each customer.
    customersPerPage: 1,
    ...sabotage.engine,
  };
  const tools: SendMailTools = {
    db,
    mailer: mailerOf(steps, process, world, sabotage),
    log,
    portalUrl: "https://portal.example",
    privateKeys: [noKey],
  };
  const places = openRunPlaces(engine, runsAtOnce, new AbortController().signal);
  const worker: SimulatedWorker = {
    process,
    jobs: 0,
    run: () => job(places.fill),
    mail: (of) => job(() => sendMail(tools, of)),
  };
  async function job(work: () => Promise<unknown>) {
    worker.jobs += 1;
    try {
      steps.note(`${name} ended: ${JSON.stringify(await work())}`);
    } catch (error) {
      onFault(error);
    } finally {
      worker.jobs -= 1;
    }
  }
  return worker;
}

/** So many runs a worker takes at once. */
const runsAtOnce = 2;

/** No mail of the simulation carries a sealed token. */
const noKey: JWK = {};

function logOf(steps: Steps, { name }: Process, onFault: (error: unknown) => void): EventLog {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields, message) => steps.note(`${name} warns: ${message} ${JSON.stringify(fields)}`),
    error: (fields, message, error) => {
      steps.note(`${name} reports: ${message} ${JSON.stringify(fields)} ${String(error)}`);
      if (message.startsWith("A run was left") || message.startsWith("A free place")) onFault(error);
    },
  };
}

const asItIs = (sql: string) => sql;

function mailerOf(steps: Steps, process: Process, { mailbox }: World, { newMailKeys }: Sabotage): Mailer {
  const failed = () => new ApiError({ service: "Resend", kind: "unavailable", status: 503 });
  return async (given) => {
    const fault = await steps.enter(process, "mail", given.subject);
    const mail = newMailKeys ? { ...given, idempotencyKey: String(steps.taken) } : given;
    if (fault?.on !== "mail") return mailbox.accept(mail, steps.now);
    if (fault.kind !== "unavailable") mailbox.accept(mail, steps.now);
    if (fault.kind !== "end_after") throw failed();
    steps.end(process);
    await steps.enter(process, "answer", "to nobody");
    throw failed();
  };
}
