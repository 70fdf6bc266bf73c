import { setTimeout as delay } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { claimNextRun } from "@/db/commands/runs/claim-next-run";
import { syncRuns } from "@/db/schema";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/clock";
import { backdateRun } from "@/scripts/catalogue/portal";
import { addMember } from "@/scripts/testing/members";
import { itemsOf, mailsOf, runIssuesOf } from "@/scripts/testing/rig-records";
import { addProgramSync, addRun } from "@/scripts/testing/sync-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import type { Engine } from "./engine";

jest.setTimeout(120_000);

let bench: WriteBench;
let owner: ReturnType<typeof openDatabase>;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 400 } });
  owner = openDatabase(bench.database.ownerUrl, { maxConnections: 1 });
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
});
afterAll(async () => {
  await owner.close();
  await bench.close();
});

/** Each customer is a page, and one page a turn, where others wait. */
const hurried = (): Engine => ({ ...bench.tools.engine, turnMs: 0, customersPerPage: 1 });

/** A run of another organisation that has waited for as long as that. */
async function letWait(ageMs: number) {
  const { orgId } = await addMember(owner.db, {
    organisation: `Other ${ageMs}`,
    email: `${ageMs}@example.com`,
  });
  const sync = await addProgramSync(owner.db, orgId);
  const queuedAt = new Date(Date.now() - ageMs);
  return addRun(owner.db, sync, { status: "queued", queuedAt, startedAt: null, finishedAt: null });
}

const cancel = (runId: string) =>
  owner.db.update(syncRuns).set({ status: "cancelled" }).where(eq(syncRuns.id, runId));

test("a run whose turn is over gives its place to one that waits, and goes on where it was", async () => {
  const customers = ["Two Rivers Aged Care", "Gantry Hydraulics", "Halcyon Physiotherapy"];
  for (const customer of customers) await bench.turnOn(customer);
  const other = await letWait(MINUTE);
  const runId = await bench.request("customers", { trigger: "schedule" });
  expect(await bench.work(runId, hurried())).toEqual({ ended: "yielded" });
  expect(await bench.findRun(runId)).toMatchObject({
    status: "queued",
    waitReason: "turn",
    resumesAt: null,
    attempts: 0,
    takeovers: 0,
    worker: null,
    progressDone: 1,
    progressTotal: 3,
  });
  const next = await claimNextRun(bench.db, { worker: "w", leaseMs: MINUTE, besides: [] });
  expect(next?.runId).toBe(other.runId);
  await owner.db.update(syncRuns).set({ status: "queued" }).where(eq(syncRuns.id, other.runId));

  expect(await bench.work(runId, hurried())).toEqual({ ended: "yielded" });
  expect((await bench.findRun(runId)).progressDone).toBe(2);
  await cancel(other.runId);
  const run = await bench.workOff(runId);
  expect([run.status, run.epoch, run.attempts, run.takeovers]).toEqual(["success", 3, 0, 0]);
  expect(await runIssuesOf(bench, runId)).toEqual([]);
  const expected = await Promise.all(customers.map((name) => bench.invoiced(name)));
  const applied = expected.reduce((sum, amount) => sum + Number(amount), 0);
  expect(Number((await bench.tieOut(runId))?.applied).toFixed(2)).toBe(applied.toFixed(2));
  // What was finished in one turn is not read again in the next.
  expect(await bench.control.countCalls("connectwise", "GET", /additions$/)).toBe(customers.length);
});

test("where only its own connection is waited for, a run goes on however long it takes", async () => {
  const runId = await bench.request("customers");
  const preview = await bench.request("customers", { mode: "preview" });
  const queuedAt = new Date(Date.now() - MINUTE);
  await owner.db.update(syncRuns).set({ queuedAt }).where(eq(syncRuns.id, preview));
  expect(await bench.work(runId, hurried())).toEqual({ ended: "finished" });
  await cancel(preview);
});

test("a run that has begun is not overtaken by a later one of its kind while it waits", async () => {
  await bench.turnOn("Lighthouse Conveyancing");
  const runId = await bench.request("customers");
  const other = await letWait(3 * MINUTE);
  expect(await bench.work(runId, hurried())).toEqual({ ended: "yielded" });
  await cancel(other.runId);
  const later = await bench.request("customers");
  expect(await bench.work(later)).toEqual({ ended: "not_ours" });
  const preview = await bench.request("customers", { mode: "preview" });
  expect(await bench.work(preview)).toEqual({ ended: "finished" });
  expect((await bench.workOff(runId)).status).toBe("success");
  expect((await bench.workOff(later)).status).toBe("no_change");
});

describe("a run that takes too long", () => {
  test("ends in Error, and all that it did is accounted for", async () => {
    await bench.turnOn("Jacaranda Community Housing");
    await bench.control.fault({
      service: "connectwise",
      method: "POST",
      pattern: "/additions$",
      skip: 2,
      effect: { kind: "answer", status: 429, headers: { "retry-after": "90" }, body: { message: "Later." } },
    });
    const runId = await bench.request("customers", { trigger: "schedule" });
    expect(await bench.work(runId)).toMatchObject({ ended: "postponed" });
    const done = (await itemsOf(bench, runId)).filter((item) => item.outcome === "applied").length;
    expect(done).toBeGreaterThan(0);
    await backdateRun(bench, runId, DAY + HOUR);
    await bench.newWrites();
    const run = await bench.workOff(runId);
    expect([run.status, run.counts?.applied]).toEqual(["error", done]);
    expect(await bench.newWrites()).toEqual([]);
    expect((await runIssuesOf(bench, runId)).map(({ code, facts }) => [code, facts])).toEqual([
      ["run_too_long", { hours: "24" }],
    ]);
    const tieOut = await bench.tieOut(runId);
    expect(Number(tieOut?.applied)).toBeGreaterThan(0);
    expect(Number(tieOut?.failed)).toBeGreaterThan(0);
    expect((await mailsOf(bench)).filter((mail) => mail.causeId === runId)).toHaveLength(1);

    await delay(500);
    const next = await bench.run("customers", { trigger: "schedule" });
    expect([next.status, next.counts?.failed]).toEqual(["success", 0]);
    expect((await bench.tieOut(next.id))?.failed).toBe("0");
  });

  test("ends also in the midst of its work, at the next page", async () => {
    for (const customer of ["Coral Bay Freight", "Redgum Civil"]) await bench.turnOn(customer);
    const slow = { kind: "delay", ms: 1_500 };
    const lists = { service: "connectwise", method: "GET", pattern: "/finance/agreements/\\d+/additions$" };
    await bench.control.fault({ ...lists, times: 1, effect: slow });
    const runId = await bench.request("customers", { trigger: "schedule" });
    await backdateRun(bench, runId, DAY - SECOND);
    expect(await bench.work(runId, { ...bench.tools.engine, customersPerPage: 1 })).toEqual({
      ended: "finished",
    });
    const run = await bench.findRun(runId);
    expect(run.status).toBe("error");
    expect(run.progressDone).toBeLessThan(run.progressTotal ?? 0);
    expect((await runIssuesOf(bench, runId)).map(({ code }) => code)).toEqual(["run_too_long"]);
    await bench.control.clearFaults();
    expect((await bench.run("customers", { trigger: "schedule" })).status).toBe("success");
  });
});

describe("a run that every worker leaves", () => {
  /** As when its worker died: nothing is renewed, and the lease has run out. */
  const die = (runId: string) =>
    inOrg(bench.db, bench.orgId, (tx) =>
      tx
        .update(syncRuns)
        .set({ leaseUntil: sql`clock_timestamp() - interval '1 second'` })
        .where(eq(syncRuns.id, runId)),
    );

  /** A worker that is killed as soon as it has the run. */
  async function killWorker(runId: string) {
    const next = await claimNextRun(bench.db, { worker: "killed", leaseMs: MINUTE, besides: [] });
    expect(next?.runId).toBe(runId);
    await die(runId);
  }

  test("without having got any further is ended after five of them, truthfully, with one mail", async () => {
    const runId = await bench.request("customers", { trigger: "schedule" });
    for (let turn = 0; turn < 5; turn += 1) await killWorker(runId);
    expect(await bench.work(runId)).toEqual({ ended: "finished" });
    const run = await bench.findRun(runId);
    expect([run.status, run.takeovers]).toEqual(["error", 5]);
    const [issue] = await runIssuesOf(bench, runId);
    expect([issue?.code, issue?.facts]).toEqual(["unexpected", { reference: expect.any(String) }]);
    expect((await mailsOf(bench)).filter((mail) => mail.causeId === runId)).toHaveLength(1);
  });

  test("and that cannot even be accounted for is ended with what is recorded of it", async () => {
    await bench.turnOn("Marlin Marine Electrics");
    const done = await bench.run("customers", { trigger: "schedule" });
    expect(done.counts?.applied).toBeGreaterThan(0);
    await owner.db
      .update(syncRuns)
      .set({ status: "running", finishedAt: null, worker: "killed", takeovers: 5, takenOverAt: 1_000 })
      .where(eq(syncRuns.id, done.id));
    await die(done.id);
    expect(await bench.work(done.id)).toEqual({ ended: "finished" });
    const run = await bench.findRun(done.id);
    expect([run.status, run.takeovers, run.counts?.applied]).toEqual(["error", 6, done.counts?.applied]);
    expect((await runIssuesOf(bench, done.id)).map(({ code }) => code)).toEqual(["unexpected"]);
  });

  test("but has got further each time goes on to its good end", async () => {
    const runId = await bench.request("customers", { trigger: "schedule" });
    for (let turn = 1; turn <= 8; turn += 1) {
      await killWorker(runId);
      await owner.db.update(syncRuns).set({ progressDone: turn }).where(eq(syncRuns.id, runId));
    }
    const run = await bench.workOff(runId);
    expect(run.status).not.toBe("error");
    expect(run.takeovers).toBe(1);
  });
});
