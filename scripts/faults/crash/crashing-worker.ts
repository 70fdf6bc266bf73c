import { findWaiting } from "@/db/queries/across-organisations";
import { MINUTE, SECOND } from "@/lib/clock";
import { sendMail } from "@/workers/jobs/send-mail";
import { executeRun } from "@/workers/sync/run/execute-run";
import { openTools, type WorkerTools } from "@/workers/tools";
import { clockFrom, impatient, testNow } from "../../testing/rig";
import type { ReferenceWorld } from "./reference-world";
import { Course, type CrashPoint } from "./relay/course";
import { type Relay, startRelay } from "./relay/relay";
import { httpWire, postgresWire } from "./relay/wire";

/** A worker that has no way out but relays, which end with it when it dies. */
export type CrashingWorker = {
  course: Course;
  /** Works off all that is due, or for ever once the worker is dead. */
  workOff: () => Promise<void>;
  /** Nothing of the worker is left afterwards; may be asked for twice. */
  close: () => Promise<void>;
};

const longestWaitMs = 0.005 * SECOND;

/** Opens a worker on a database of the world. `point` null: it lives. */
export async function openCrashingWorker(
  world: ReferenceWorld,
  databaseUrl: string,
  point: CrashPoint | null,
): Promise<CrashingWorker> {
  const { endpoints } = world.sandbox;
  const course = new Course(point);
  const relays: Relay[] = [];
  const through = async (address: string, wire: Parameters<typeof startRelay>[2]) => {
    const url = new URL(address);
    const relay = await startRelay(course, Number(url.port), wire);
    relays.push(relay);
    url.port = String(relay.port);
    return url.toString().replace(/\/$/, "");
  };
  const prism = await through(endpoints.prism.api, () => httpWire("PRISM"));
  const site = await through(new URL(endpoints[world.psa].url).origin, () => httpWire(world.psa));
  const tools = openTools(
    {
      ...world.env,
      DATABASE_URL: await through(databaseUrl, postgresWire),
      PRISM_API_URL: prism,
      PRISM_IDENTITY_URL: prism,
      RESEND_BASE_URL: await through(endpoints.mail.url, () => httpWire("mail")),
    },
    "scripts",
  );
  const waits = impatient(tools.env, longestWaitMs);
  Object.assign(tools.engine, waits, {
    clock: clockFrom(testNow),
    // Renewing it would be a step of its own, on a slow machine alone.
    leaseMs: 5 * MINUTE,
    sleep: async () => undefined,
    openConnectors: ((access, signal) =>
      waits.openConnectors(
        { ...access, connection: { ...access.connection, site } },
        signal,
      )) satisfies WorkerTools["engine"]["openConnectors"],
  });
  let work = Promise.resolve();
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    course.kill();
    for (const relay of relays) await relay.close();
    // What still waited for an answer has lost its connection now, and ends with that.
    await work.catch(() => undefined);
    await tools.database.close();
  }

  return {
    course,
    workOff: () => {
      work = workOff(tools);
      return work;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function workOff(tools: WorkerTools): Promise<void> {
  const { db } = tools.database;
  for (;;) {
    const due = (await findWaiting(db, 50)).filter(({ bell }) => bell !== "task");
    if (due.length === 0) return;
    for (const { bell, orgId, subjectId } of due) {
      if (bell === "run") await executeRun(tools.engine, { orgId, runId: subjectId });
      else await sendMail(tools.mail, { orgId, mailId: subjectId });
    }
  }
}
