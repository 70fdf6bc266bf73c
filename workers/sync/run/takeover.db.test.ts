import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { syncRuns } from "@/db/schema";
import { HOUR } from "@/lib/clock";
import { intentsOf, issuesOf, itemsOf, mailsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import type { Engine } from "./engine";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 3_000 } });
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
});
afterAll(() => bench.close());

const worker = (name: string): Engine => ({ ...bench.tools.engine, worker: name });

/** Comes when what a first worker may still send is over: it waits for nothing. */
const lateWorker = (name: string): Engine => ({ ...worker(name), sleep: async () => undefined });

const slowWrites = (ms: number, rest: object = {}) =>
  bench.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    times: "always",
    effect: { kind: "delay", ms, when: "before" },
    ...rest,
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await condition()) return;
    await delay(10);
  }
  throw new Error("It never came to that.");
}

/** As when its worker stood still for longer than its lease: the database's clock has gone on. */
async function lapse(runId: string): Promise<void> {
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(syncRuns.id, runId)),
  );
}

const hasSent = (runId: string) => async () =>
  (await intentsOf(bench, runId)).some((intent) => intent.state === "sent");

test("a worker that loses its lease in a write sends nothing more; the next one settles it by reading", async () => {
  await bench.turnOn("Halcyon Physiotherapy");
  await slowWrites(2_000, { times: 1 });
  const runId = await bench.request("customers");
  const first = bench.work(runId, worker("first"));
  await until(hasSent(runId));
  await lapse(runId);
  expect(await bench.work(runId, lateWorker("second"))).toEqual({ ended: "finished" });
  // The first one's write was still on its way: nothing is known of it yet, and it is not made a second time.
  const meanwhile = (await bench.outcomes(runId)).filter((outcome) => outcome !== "applied");
  expect(meanwhile).toEqual(["unknown psa_timeout_unknown"]);
  expect(await first).toEqual({ ended: "not_ours" });

  const byFirst = (await intentsOf(bench, runId)).filter((intent) => intent.epoch === 1);
  const sent = byFirst.filter((intent) => intent.sentAt !== null);
  expect(sent.map((intent) => intent.state)).toEqual(["confirmed"]);
  expect(new Set(byFirst.filter((intent) => !sent.includes(intent)).map((intent) => intent.state))).toEqual(
    new Set(["dropped"]),
  );
  const retry = (await bench.runs()).at(-1);
  expect((await bench.workOff(retry?.id ?? "")).status).toBe("no_change");
  expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
});

test("a worker that stood still between the fence and its request does not send it any more", async () => {
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.newWrites();
  const { clock, requestLimitMs } = bench.tools.engine;
  let ahead = 0;
  // Each look finds it later by all that a request may take; the lease is long enough for many of them.
  const standingStill = {
    ...clock,
    monotonicMs: () => {
      ahead += requestLimitMs;
      return clock.monotonicMs() + ahead;
    },
  };
  const runId = await bench.request("customers");
  const first: Engine = { ...worker("first"), clock: standingStill, leaseMs: HOUR };
  expect(await bench.work(runId, first)).toEqual({ ended: "not_ours" });
  expect(await hasSent(runId)()).toBe(true);
  expect(await bench.newWrites()).toEqual([]);

  await lapse(runId);
  expect(await bench.work(runId, lateWorker("second"))).toEqual({ ended: "finished" });
  const retry = (await bench.runs()).at(-1);
  expect((await bench.workOff(retry?.id ?? "")).status).toBe("success");
  expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0 });
});

test("a run taken over in the middle ends with its true history", async () => {
  await bench.turnOn("Two Rivers Aged Care");
  await bench.turnOn("Gantry Hydraulics");
  await bench.newWrites();
  await slowWrites(30);
  const runId = await bench.request("customers", { trigger: "schedule" });
  const stopping = new AbortController();
  const first = bench.work(runId, worker("first"), stopping.signal);
  const confirmed = async () =>
    (await intentsOf(bench, runId)).filter((intent) => intent.state === "confirmed").length;
  await until(async () => (await confirmed()) >= 3);
  stopping.abort();
  expect(await first).toEqual({ ended: "released" });
  const done = await confirmed();

  expect(await bench.work(runId, worker("second"))).toEqual({ ended: "finished" });
  const run = await bench.findRun(runId);
  const items = (await itemsOf(bench, runId)).filter((item) => item.subject === "subscription");
  expect(done).toBeLessThan(items.length);
  expect([run.status, run.epoch, run.counts?.applied]).toEqual(["success", 2, items.length]);
  for (const item of items) expect(item).toMatchObject({ outcome: "applied", before: [] });
  const additions = await bench.control.ourAdditions();
  for (const item of items) {
    const lines = additions.filter((addition) => addition.serialNumber === item.key);
    const after = Array.isArray(item.after) ? item.after : [];
    expect(lines.map((line) => [line.effectiveDate.slice(0, 10), String(line.quantity)])).toEqual(
      after.map((step) => [step.from, step.quantity]),
    );
  }
  const expected = [
    await bench.invoiced("Two Rivers Aged Care"),
    await bench.invoiced("Gantry Hydraulics"),
  ].reduce((sum, amount) => sum + Number(amount), 0);
  expect(Number((await bench.tieOut(runId))?.applied).toFixed(2)).toBe(expected.toFixed(2));
  const posts = (await bench.newWrites()).filter((write) => write === "POST addition");
  expect(posts).toHaveLength(
    items.reduce((sum, { after }) => sum + (Array.isArray(after) ? after.length : 0), 0),
  );
});

test("what the first worker found and overwrote is still said after the second one ended the run", async () => {
  const [addition] = await bench.control.ourAdditions();
  if (!addition) throw new Error("We bill nothing yet.");
  await bench.control.edit("connectwise", "additions", addition.id, { quantity: 77 });
  await bench.control.fault({
    service: "connectwise",
    method: "PATCH",
    pattern: "/additions/",
    effect: { kind: "delay", ms: 300, when: "after" },
  });
  const runId = await bench.request("customers");
  const first = bench.work(runId, worker("first"));
  await until(hasSent(runId));
  await lapse(runId);
  expect(await first).toEqual({ ended: "not_ours" });
  expect(await bench.work(runId, lateWorker("second"))).toEqual({ ended: "finished" });
  const [item] = (await itemsOf(bench, runId)).filter(({ key }) => key === addition.serialNumber);
  const codes = (await issuesOf(bench, runId)).filter(({ itemId }) => itemId === item?.id);
  expect(codes.map((issue) => issue.code)).toEqual(["quantity_drift"]);
  expect(item).toMatchObject({ outcome: "applied" });
  expect(item?.before).toMatchObject([{ quantity: "77" }]);
  expect(item?.after).toMatchObject([{ quantity: String(addition.quantity) }]);
  expect((await bench.findRun(runId)).counts).toMatchObject({ applied: 1, warnings: 1 });
});

test("two workers that are rung for one run at the same moment do it once", async () => {
  const runId = await bench.request("customers");
  const endings = await Promise.all([
    bench.work(runId, worker("first")),
    bench.work(runId, worker("second")),
  ]);
  expect(endings.map(({ ended }) => ended).sort()).toEqual(["finished", "not_ours"]);
  expect((await bench.findRun(runId)).epoch).toBe(1);
});

test("a worker that ends a run which is no longer its own changes nothing of it", async () => {
  await bench.turnOn("Marlin Marine Electrics");
  await slowWrites(400, { times: 1 });
  const mails = await mailsOf(bench);
  const runId = await bench.request("customers");
  const first = bench.work(runId, worker("first"));
  await until(hasSent(runId));
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ status: "cancelled", finishedAt: sql`clock_timestamp()` })
      .where(eq(syncRuns.id, runId)),
  );
  expect(await first).toEqual({ ended: "not_ours" });
  expect(await bench.findRun(runId)).toMatchObject({ status: "cancelled", counts: null });
  expect(await mailsOf(bench)).toEqual(mails);
});

test("a worker that takes over from one whose request may still leave waits for that, and then reads and writes", async () => {
  await bench.turnOn("Tamar Hill Cellars");
  await slowWrites(400, { times: 1 });
  await bench.newWrites();
  const runId = await bench.request("customers");
  const first = bench.work(runId, worker("first"));
  await until(hasSent(runId));
  await lapse(runId);
  const waits: number[] = [];
  const second: Engine = {
    ...worker("second"),
    sleep: async (ms) => {
      waits.push(ms);
      // All that the first one may send has left by then, and nothing has been written by anybody else.
      expect(await first).toEqual({ ended: "not_ours" });
      expect((await intentsOf(bench, runId)).filter(({ epoch }) => epoch > 1)).toEqual([]);
    },
  };
  expect(await bench.work(runId, second)).toEqual({ ended: "finished" });
  expect(waits).toHaveLength(1);
  expect(waits[0]).toBeGreaterThan(0);
  expect(waits[0]).toBeLessThanOrEqual(bench.tools.engine.requestLimitMs);
  // What the first one wrote is found by reading: nothing is left to be looked at again.
  expect(await bench.findRun(runId)).toMatchObject({ status: "success", counts: { unknown: 0 } });
});
