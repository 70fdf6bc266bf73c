import fc from "fast-check";
import { MINUTE } from "@/lib/clock";
import { propertySeed } from "@/workers/sync/plan/testing/run-property";
import { judge } from "./check/judge";
import { openSimulatedDatabase } from "./engine/database";
import { playSchedule } from "./engine/play";
import { type Sabotage, sabotages } from "./engine/sabotage";
import { foundSchedules } from "./schedule/found-schedules";
import { schedulesOf } from "./schedule/schedule";

/** As many as are played where nothing is taken away. */
const most = 500;

/** The schedule that first notices, by number, and what it says; null: none does. */
async function findNoticed(sabotage: Sabotage): Promise<{ schedule: number; rules: string[] } | null> {
  const database = await openSimulatedDatabase(sabotage.sql);
  try {
    const found = foundSchedules.filter(({ world }) => world.psa === "connectwise");
    const generated = fc.sample(schedulesOf("connectwise"), { seed: propertySeed, numRuns: most });
    const schedules = [...found, ...generated];
    for (const [index, schedule] of schedules.entries()) {
      const failures = await judge(
        schedule,
        await playSchedule(database, schedule, sabotage),
        database.owner,
      );
      if (failures.length > 0) return { schedule: index + 1, rules: failures.map(({ rule }) => rule) };
    }
    return null;
  } finally {
    await database.drop();
  }
}

test.each(Object.entries(sabotages))(
  "noticed: %s",
  async (name, sabotage) => {
    const noticed = await findNoticed(sabotage);
    process.stderr.write(
      `${name}: schedule ${noticed?.schedule} of PROPERTY_SEED=${propertySeed}, ${noticed?.rules}\n`,
    );
    expect(noticed).not.toBeNull();
  },
  8 * MINUTE,
);
