import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { MINUTE } from "@/lib/clock";
import { propertyRuns, propertySeed } from "@/workers/sync/plan/testing/run-property";
import { judge } from "./check/judge";
import type { Failure } from "./check/judged";
import { openSimulatedDatabase, type SimulatedDatabase } from "./engine/database";
import { playSchedule } from "./engine/play";
import { foundSchedules } from "./schedule/found-schedules";
import { type Schedule, schedulesOf } from "./schedule/schedule";

/** So many schedules make a test of their own. */
const batchSize = 25;

/** Cutting a failure down takes a schedule for each try. */
const longestBatch = 8 * MINUTE;

/** Generated schedules of one PSA, at least so many; PROPERTY_RUNS and PROPERTY_SEED as for any property. */
export function proveSchedules(psa: "connectwise" | "autotask", least: number): void {
  let database: SimulatedDatabase;
  beforeAll(async () => {
    database = await openSimulatedDatabase();
  });
  afterAll(() => database.drop());

  const count = Math.max(least, Math.ceil(propertyRuns / 2));
  process.stderr.write(`${psa}: ${count} schedules, PROPERTY_SEED=${propertySeed}\n`);

  for (const { why, ...found } of foundSchedules.filter(({ world }) => world.psa === psa)) {
    test(`found: ${why}`, async () => {
      expect(await failuresOf(database, found)).toEqual([]);
    });
  }

  test.each(Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) => batch))(
    `batch %i of ${psa}, PROPERTY_SEED=${propertySeed}`,
    async (batch) => {
      const property = fc.asyncProperty(schedulesOf(psa), async (schedule) => {
        const failures = await failuresOf(database, schedule);
        if (failures.length > 0) throw new Error(failures.map((one) => JSON.stringify(one)).join("\n"));
      });
      const details = await fc.check(property, {
        seed: propertySeed + batch,
        numRuns: Math.min(batchSize, count - batch * batchSize),
        interruptAfterTimeLimit: longestBatch - MINUTE,
      });
      if (details.counterexample) {
        const [schedule] = details.counterexample;
        throw new Error(await report(database, schedule, details));
      }
      // Stopped for its time and not for a failure: what was not played is not proven.
      if (details.interrupted) throw new Error(`Only ${details.numRuns} schedules were played in time.`);
    },
    longestBatch,
  );
}

/** fast-check leaves one behind where it stops for the time: two must not play in one database at once. */
let lastPlay: Promise<unknown> = Promise.resolve();

async function failuresOf(database: SimulatedDatabase, schedule: Schedule): Promise<Failure[]> {
  const played = lastPlay.then(async () =>
    judge(schedule, await playSchedule(database, schedule), database.owner),
  );
  lastPlay = played.catch(() => []);
  return played;
}

/** What repeats the failure, and what happened in it. */
async function report(
  database: SimulatedDatabase,
  schedule: Schedule,
  {
    seed,
    counterexamplePath,
    numShrinks,
  }: { seed: number; counterexamplePath: string | null; numShrinks: number },
): Promise<string> {
  await lastPlay;
  const played = await playSchedule(database, schedule);
  const failures = await judge(schedule, played, database.owner);
  const file = path.join(tmpdir(), `schedule-${seed}.txt`);
  writeFileSync(file, played.trace.join("\n"));
  return [
    `seed ${seed}, path ${counterexamplePath}, cut down ${numShrinks} times:`,
    JSON.stringify(schedule),
    ...failures.map((one) => JSON.stringify(one)),
    `The end of its history; all of it is in ${file}`,
    ...played.trace.slice(-40),
  ].join("\n");
}
