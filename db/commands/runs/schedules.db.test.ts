import { eq, sql } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { findDueSchedules } from "@/db/queries/across-organisations";
import { organisations, programSyncs, scheduleSlots, syncRuns } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { takeScheduleSlot } from "./take-schedule-slot";

jest.setTimeout(60_000);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const longAgo = new Date("2026-01-01T00:00:00Z");

async function setSchedule(timeZone: string, change: Partial<typeof programSyncs.$inferInsert>) {
  const owner = openDatabase(rig.database.ownerUrl, { maxConnections: 1 });
  await owner.db.update(organisations).set({ timeZone });
  await owner.db.update(programSyncs).set({ createdAt: longAgo, ...change });
  await owner.close();
}

/** The calendar day and the hour that a clock on the wall shows there. */
function wallClock(timeZone: string): { day: string; hour: number } {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const [day = "", time = ""] = format.format(new Date()).split(" ");
  return { day, hour: Number(time.slice(0, 2)) };
}

/** Asks again when the clock has struck in between. */
async function withinTheHour(timeZone: string, ask: (clock: ReturnType<typeof wallClock>) => Promise<void>) {
  for (let turn = 0; turn < 3; turn += 1) {
    const before = wallClock(timeZone);
    try {
      await ask(before);
      return;
    } catch (error) {
      const after = wallClock(timeZone);
      if (after.hour === before.hour) throw error;
    }
  }
}

describe("the daily check is due by the organisation's own clock", () => {
  test.each(["Australia/Sydney", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"])(
    "in %s",
    (timeZone) =>
      withinTheHour(timeZone, async ({ day, hour }) => {
        const due = { orgId: rig.orgId, programSyncId: rig.programSync.id, slot: day };
        await setSchedule(timeZone, { scheduleHour: hour });
        expect(await findDueSchedules(rig.db, 10)).toEqual([due]);
        await setSchedule(timeZone, { scheduleHour: hour + 1 });
        expect(await findDueSchedules(rig.db, 10)).toEqual([]);
      }),
  );

  test("never for a sync that is off, nor in the first hour of a new one", async () => {
    await setSchedule("Asia/Kolkata", { scheduleHour: 0, customersEnabled: false, productsEnabled: false });
    expect(await findDueSchedules(rig.db, 10)).toEqual([]);
    const on = { customersEnabled: true, productsEnabled: true };
    await setSchedule("Asia/Kolkata", { scheduleHour: 0, ...on, createdAt: new Date() });
    expect(await findDueSchedules(rig.db, 10)).toEqual([]);
    await setSchedule("Asia/Kolkata", { scheduleHour: 0, ...on });
    expect(await findDueSchedules(rig.db, 10)).toHaveLength(1);
  });
});

test("two workers that notice at once take a day's slot once: products, then customers", async () => {
  await setSchedule("Australia/Sydney", { scheduleHour: 0 });
  const [due] = await findDueSchedules(rig.db, 10);
  if (!due) throw new Error("The check is not due.");
  await Promise.all([1, 2, 3, 4].map(() => takeScheduleSlot(rig.db, due)));
  const slots = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(scheduleSlots).where(eq(scheduleSlots.slot, due.slot)).orderBy(scheduleSlots.kind),
  );
  expect(slots.map((slot) => slot.kind)).toEqual(["customers", "products"]);
  const runs = await rig.runs();
  expect(runs.map(({ kind, trigger, status }) => [kind, trigger, status]).sort()).toEqual([
    ["customers", "schedule", "queued"],
    ["products", "schedule", "queued"],
  ]);
  expect(await findDueSchedules(rig.db, 10)).toEqual([]);

  // One that noticed with the others and comes when the runs are over.
  const owner = openDatabase(rig.database.ownerUrl, { maxConnections: 1 });
  await owner.db.update(syncRuns).set({ status: "no_change", finishedAt: sql`now()` });
  await takeScheduleSlot(rig.db, due);
  expect(await rig.runs()).toHaveLength(2);
  await owner.db.update(syncRuns).set({ status: "queued", finishedAt: null });
  await owner.close();
});

test("a kind that is off is not asked for", async () => {
  await setSchedule("Australia/Sydney", { scheduleHour: 0, productsEnabled: false });
  const before = (await rig.runs()).length;
  await takeScheduleSlot(rig.db, {
    orgId: rig.orgId,
    programSyncId: rig.programSync.id,
    slot: "2026-03-01",
  });
  // The customers run of the day before still waits, and is the one.
  expect(await rig.runs()).toHaveLength(before);
});
