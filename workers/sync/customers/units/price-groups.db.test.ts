import { setTimeout as delay } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { mappings, syncRuns } from "@/db/schema";
import { customerIdOf } from "@/scripts/testing/rig-decisions";
import { agreementOf, intentsOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";
import type { Engine } from "../../run/engine";

jest.setTimeout(120_000);

/** Both on one contract, with one product at two prices: two contract services of one item. */
const host = "St Brendan's College";
const guest = "Zephyr Air Conditioning";
const day = "2026-11-15";

let bench: UnitsBench;
/** Of the item with two prices. */
let title: string;
let naturalKey: string;
let quantities: number[];
beforeEach(async () => {
  bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
  await bench.control.settings({ autotask: { allowRepeatService: true } });
  const contract = await agreementOf(bench, host);
  await mapGuestTo(contract);
  await bench.turnOn(host);
  await bench.turnOn(guest);
  await sellAtTwoPrices(contract);
  await bench.newWrites();
});
afterEach(() => bench.close());

async function mapGuestTo(psaAgreementId: string): Promise<void> {
  const contracts = await bench.control.entities("autotask", "contracts");
  const psaCompanyId = String(contracts.find(({ id }) => id === Number(psaAgreementId))?.companyID);
  const customerId = await customerIdOf(bench, guest);
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(mappings)
      .set({ psaAgreementId, psaCompanyId })
      .where(and(eq(mappings.programSyncId, bench.programSync.id), eq(mappings.customerId, customerId))),
  );
}

/** The guest pays another price for a product that both have all month. */
async function sellAtTwoPrices(contract: string): Promise<void> {
  const preview = await bench.run("customers", { mode: "preview" });
  const items = await itemsOf(bench, preview.id);
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const whole = (name: string, of: string) => {
    const own = items.filter((item) => item.customerName === name && item.title === of);
    const rows = lines.filter((line) =>
      own.some(({ subscriptionId }) => subscriptionId === line.subscriptionId),
    );
    return rows.length === 1 && Number(rows[0]?.billableRatio) === 1 ? rows[0] : undefined;
  };
  for (const { title: of } of items) {
    const [mine, theirs] = [whole(host, of), whole(guest, of)];
    if (!mine || !theirs) continue;
    const services = await bench.control.entities("autotask", "services");
    const service = services.find(({ name }) => String(name).includes(of));
    title = of;
    naturalKey = `units:${contract}:${service?.id}`;
    quantities = [Number(mine.quantity), Number(theirs.quantity)].sort((a, b) => a - b);
    const changeLines = [{ row: theirs.row, unitPrice: "3.21", unitPriceRrp: "4.56" }];
    await bench.control.edit("prism", "invoices", invoiceId, { changeLines });
    return;
  }
  throw new Error("They share no product for a whole month.");
}

const worker = (name: string): Engine => ({ ...bench.tools.engine, worker: name });

/** Comes when what a first worker may still send is over: it waits for nothing. */
const lateWorker = (name: string): Engine => ({ ...worker(name), sleep: async () => undefined });

/** Writes of the item with two prices, by state. */
const statesOfItem = async (runId: string) =>
  (await intentsOf(bench, runId)).filter((one) => one.naturalKey === naturalKey).map(({ state }) => state);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (await condition()) return;
    await delay(5);
  }
  throw new Error("It never came to that.");
}

/** Every wanted unit stands once, in two services, and each was adjusted once. */
async function expectWhole(...runIds: string[]): Promise<void> {
  const held = [...(await bench.unitsOf(host, day))].find(([name]) => name.includes(title));
  expect([...(held?.[1].byService.values() ?? [])].sort((a, b) => a - b)).toEqual(quantities);
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
  const intents = (await Promise.all(runIds.map((id) => intentsOf(bench, id)))).flat();
  const confirmed = intents.filter(({ state }) => state === "confirmed");
  expect((await bench.newWrites()).filter((write) => write === "POST adjustment")).toHaveLength(
    confirmed.length,
  );
  expect((await bench.run("customers", { trigger: "schedule" })).status).toBe("no_change");
}

test("a worker that stops between two prices of one item leaves the second to the next worker", async () => {
  const slow = { kind: "delay", ms: 60, when: "after" };
  const adjusting = { service: "autotask", method: "POST", pattern: "/ServiceAdjustments$" };
  await bench.control.fault({ ...adjusting, times: "always", effect: slow });
  const runId = await bench.request("customers");
  const stopping = new AbortController();
  const first = bench.work(runId, worker("first"), stopping.signal);
  await until(async () => (await statesOfItem(runId)).includes("confirmed"));
  stopping.abort();
  expect(await first).toEqual({ ended: "released" });
  const between = await statesOfItem(runId);
  expect(between.filter((state) => state === "confirmed")).toHaveLength(1);
  await bench.control.clearFaults();
  expect(await bench.work(runId, worker("second"))).toEqual({ ended: "finished" });
  expect([(await bench.findRun(runId)).status, await issuesOf(bench, runId)]).toEqual(["success", []]);
  await expectWhole(runId);
});

test("a worker that is lost while the second price is on its way has it read back, and never made again", async () => {
  const runId = await bench.request("customers");
  const adjusting = { service: "autotask", method: "POST", pattern: "/ServiceAdjustments$" };
  await bench.control.fault({
    ...adjusting,
    times: "always",
    effect: { kind: "delay", ms: 400, when: "before" },
  });
  const first = bench.work(runId, worker("first"));
  await until(async () => {
    const states = await statesOfItem(runId);
    return states.includes("confirmed") && states.includes("sent");
  });
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(syncRuns.id, runId)),
  );
  expect(await bench.work(runId, lateWorker("second"))).toEqual({ ended: "finished" });
  expect(await first).toEqual({ ended: "not_ours" });
  await bench.control.clearFaults();
  const runIds = [runId];
  for (const { id, status } of await bench.runs()) {
    if (status !== "queued") continue;
    await bench.workOff(id);
    runIds.push(id);
  }
  expect(await bench.status("customers")).toMatchObject({ failed: 0, held: 0, unknown: 0 });
  await expectWhole(...runIds);
});
