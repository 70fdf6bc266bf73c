import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { saveMapping } from "@/db/commands/portal/save-mapping";
import { syncCustomers } from "@/db/commands/portal/sync-customers";
import { countCustomersToSync } from "@/db/queries/portal/customers-to-sync";
import { mappings, syncStatus } from "@/db/schema";
import { asOwner } from "@/scripts/catalogue/portal";
import { customerIdOf } from "@/scripts/testing/rig-decisions";
import { itemsOf, positionsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

const earlier = "Lighthouse Conveyancing";
const fresh = "Tamar Hill Cellars";
const other = "Northpoint Surveyors";

let bench: WriteBench;
let saved: Map<string, typeof mappings.$inferSelect>;

async function start(psa: "connectwise" | "autotask") {
  bench = await startWriteBench({ psa, engine: { psaSettlesAfterMs: 300 } });
  await bench.turnOn(earlier);
  saved = new Map();
  for (const name of [fresh, other]) saved.set(name, await unmap(name));
  expect((await bench.run("customers")).status).toBe("warning");
  await bench.newWrites();
}
afterEach(() => bench.close());

const idOf = (name: string) => customerIdOf(bench, name);
const of = () => ({
  orgId: bench.orgId,
  programSyncId: bench.programSync.id,
  connectionId: bench.programSync.connectionId,
});

async function unmap(name: string) {
  const customerId = await idOf(name);
  const [row] = await asOwner(bench, (db) =>
    db.delete(mappings).where(eq(mappings.customerId, customerId)).returning(),
  );
  if (!row) throw new Error(`${name} was not mapped.`);
  return row;
}

/** As a person maps it, beginning with the newest invoice unless told otherwise. */
async function map(name: string, change: Partial<typeof mappings.$inferSelect> = {}) {
  const row = saved.get(name);
  if (!row) throw new Error(`${name} was not mapped before.`);
  const { orgId, programSyncId, customerId } = row;
  const savedBy = customerId;
  await inOrg(bench.db, bench.orgId, (tx) =>
    saveMapping(
      tx,
      { orgId, programSyncId, customerId, version: null, savedBy },
      { ...row, enabled: true, ...change },
    ),
  );
}

async function ask(...names: string[]) {
  const customerIds = await Promise.all(names.map(idOf));
  return inOrg(bench.db, bench.orgId, (tx) =>
    syncCustomers(tx, { ...of(), customerIds, requestedBy: bench.orgId }),
  );
}

async function sync(...names: string[]) {
  const asked = await ask(...names);
  if (asked.kind !== "queued") throw new Error(`Nothing was queued: ${asked.kind}.`);
  return bench.workOff(asked.runId);
}

async function status() {
  const [row] = await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .select()
      .from(syncStatus)
      .where(and(eq(syncStatus.kind, "customers"), eq(syncStatus.programSyncId, bench.programSync.id))),
  );
  return row;
}

const waiting = () => countCustomersToSync(bench.db, of());
const customersOf = async (runId: string) => [
  ...new Set((await itemsOf(bench, runId)).map(({ customerName }) => customerName)),
];

describe.each(["connectwise", "autotask"] as const)("a customer that was just mapped, with %s", (psa) => {
  beforeEach(() => start(psa));

  test("is synced by itself, and only it is counted and written", async () => {
    const before = await status();
    await map(fresh);
    expect(await waiting()).toEqual({ count: 1, names: [fresh] });
    const run = await sync(fresh);
    expect(run).toMatchObject({
      status: "success",
      trigger: "person",
      counts: { held: 0, failed: 0, skipped: 0, unchanged: 0 },
    });
    expect(await customersOf(run.id)).toEqual([fresh]);
    const tieOut = await bench.tieOut(run.id);
    expect(tieOut).toMatchObject({ unchanged: "0", skipped: "0" });
    expect(Number(tieOut?.total)).toBe(Number(await bench.invoiced(fresh)));
    expect(tieOut?.applied).toBe(tieOut?.total);
    expect((await bench.newWrites()).length).toBeGreaterThan(0);
    await bench.expectNothingDoubled();
    expect(await waiting()).toEqual({ count: 0, names: [] });
    expect(await status()).toMatchObject({
      notMapped: (before?.notMapped ?? 0) - 1,
      warnings: (before?.warnings ?? 0) - 1,
    });
    const left = (await positionsOf(bench)).filter(
      ({ key, unacknowledged }) => key.startsWith("customer:") && unacknowledged,
    );
    expect(left.map(({ key }) => key)).toEqual([`customer:${await idOf(other)}`]);

    const whole = await bench.run("customers");
    expect(whole.counts).toMatchObject({ applied: 0, failed: 0, held: 0 });
    expect(await bench.newWrites()).toEqual([]);
  });
});

describe("the sync of some customers", () => {
  beforeEach(() => start("connectwise"));

  test("is queued once for two people, and takes in who is asked for besides", async () => {
    await map(fresh);
    await map(other);
    const [one, two] = await Promise.all([ask(fresh), ask(fresh)]);
    expect([one.kind, two.kind].sort()).toEqual(["queued", "waiting"]);
    expect(two.kind !== "nothing" && one.kind !== "nothing" && one.runId === two.runId).toBe(true);
    expect(await waiting()).toEqual({ count: 1, names: [other] });
    expect(await ask(fresh, other)).toMatchObject({ kind: "queued", count: 1 });
    expect(await waiting()).toEqual({ count: 0, names: [] });
  });

  test("brings nothing over for who begins with the next invoice, nor for who is off", async () => {
    await map(fresh, { beginFrom: "2999-01-01" });
    expect(await waiting()).toEqual({ count: 0, names: [] });
    const run = await sync(fresh);
    expect([run.status, await bench.newWrites()]).toEqual(["no_change", []]);
    await map(other, { enabled: false });
    expect(await ask(other)).toEqual({ kind: "nothing" });
  });

  test("is not asked for where a sync of everything waits already, and does not count as one", async () => {
    await map(fresh);
    const runId = await bench.request("customers");
    expect(await waiting()).toEqual({ count: 0, names: [] });
    expect(await ask(fresh)).toEqual({ kind: "waiting", runId });
    expect((await bench.workOff(runId)).counts).toMatchObject({ failed: 0, held: 0 });
    expect(await waiting()).toEqual({ count: 0, names: [] });
  });

  test("of one customer leaves another organisation's alone", async () => {
    await map(fresh);
    const strangers = { ...of(), orgId: bench.programSync.id };
    const asked = await inOrg(bench.db, bench.programSync.id, async (tx) =>
      syncCustomers(tx, { ...strangers, customerIds: [await idOf(fresh)], requestedBy: bench.orgId }),
    );
    expect(asked).toEqual({ kind: "nothing" });
  });
});
