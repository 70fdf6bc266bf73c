import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { MINUTE, SECOND } from "@/lib/clock";
import type { TestDatabase } from "../../testing/database";
import { openCrashingWorker } from "./crashing-worker";
import type { ReferenceWorld } from "./reference-world";
import type { CrashPoint, Step } from "./relay/course";
import { type SeenPlay, seePlay } from "./see-play";

export type Play = {
  /** What the first worker did, up to its death. */
  steps: Step[];
  /** False: the point lies behind the end of its work. */
  died: boolean;
  /** Writes of which the second worker could not know whether they had taken effect. */
  readBack: number;
  outcome: SeenPlay;
};

/** Longer than any lease, and than any PSA works on a request that nobody waits for. */
const untilTakenOver = 10 * MINUTE;

/** A sandbox may take so long for a request that was under way when its worker died. */
const untilSettledMs = 0.02 * SECOND;

/** Plays November from its beginning: one worker up to the point, then another one to the end. */
export async function play(world: ReferenceWorld, point: CrashPoint | null): Promise<Play> {
  const database = await world.fresh();
  const first = await openCrashingWorker(world, database.workerUrl, point);
  try {
    await Promise.race([first.workOff(), first.course.died]);
    const died = first.course.isDead;
    const steps = [...first.course.steps];
    await first.close();
    const readBack = died ? await takeOver(world, database) : 0;
    return { steps, died, readBack, outcome: await seePlay(world, database) };
  } finally {
    await first.close();
    await database.drop();
  }
}

/** Gives how many writes were open. */
async function takeOver(world: ReferenceWorld, database: TestDatabase): Promise<number> {
  await delay(untilSettledMs);
  const open = await letTimePass(database, untilTakenOver);
  const second = await openCrashingWorker(world, database.workerUrl, null);
  try {
    await second.workOff();
    return open;
  } finally {
    await second.close();
  }
}

/** Once the dead worker's sessions are over, everything that the database has timed is so much longer ago. */
async function letTimePass({ ownerUrl }: TestDatabase, ms: number): Promise<number> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await untilAlone(client);
    const open = await client.query("select from intents where state in ('sent', 'unknown')");
    const ago = `interval '${ms} milliseconds'`;
    await client.query(
      `update sync_runs set lease_until = lease_until - ${ago}, resumes_at = resumes_at - ${ago}`,
    );
    await client.query(`update mails set due_at = due_at - ${ago} where state = 'due'`);
    await client.query(`update intents set sent_at = sent_at - ${ago} where state in ('sent', 'unknown')`);
    await client.query(`update product_links set synced_at = synced_at - ${ago}`);
    return open.rowCount ?? 0;
  } finally {
    await client.end();
  }
}

async function untilAlone(client: Client): Promise<void> {
  const others =
    "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
  while ((await client.query(others)).rowCount !== 0) await delay(2);
}
