import { agreementOf, itemsOf, mailsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

let bench: WriteBench;
let agreementId: string;
let runId: string;
let keys: string[];

/** Ironbark's agreement has ended, so that none of its subscriptions can be billed; the other customer is fine. */
beforeAll(async () => {
  bench = await startWriteBench();
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.turnOn("Ironbark Legal");
  agreementId = await agreementOf(bench, "Ironbark Legal");
  await bench.control.edit("connectwise", "agreements", agreementId, {
    endDate: "2026-10-20",
    noEndingDateFlag: false,
  });
  const run = await bench.run("customers");
  runId = run.id;
  keys = (await itemsOf(bench, runId)).filter((item) => item.outcome === "failed").map((item) => item.key);
  expect([run.status, keys.length]).toEqual(["error", run.counts?.failed]);
  expect(keys.length).toBeGreaterThan(1);
});
afterAll(() => bench.close());

async function costOf(key: string): Promise<string> {
  const [item] = (await itemsOf(bench, runId)).filter((one) => one.key === key);
  return item?.costAmount ?? "";
}

test("a retry that fails again looks only at its subscription, and reads only what that needs", async () => {
  const [key = ""] = keys;
  const reads = () => bench.control.countCalls("connectwise", "GET", /^\/finance\/agreements/);
  const [lists, all] = [
    () => bench.control.countCalls("connectwise", "GET", /^\/finance\/agreements$/),
    await reads(),
  ];
  const bulk = await lists();
  const retry = await bench.retry(runId, "customers", [key]);
  expect([retry.status, retry.counts?.failed, retry.counts?.applied]).toEqual(["error", 1, 0]);
  expect((await itemsOf(bench, retry.id)).map((item) => item.key)).toEqual([key]);
  const { total, failed, applied, unchanged, skipped } = (await bench.tieOut(retry.id)) ?? {};
  expect([total, failed]).toEqual([await costOf(key), await costOf(key)]);
  expect([applied, unchanged, skipped]).toEqual(["0", "0", "0"]);
  // The agreement and its additions; no list of all agreements.
  expect([(await reads()) - all, (await lists()) - bulk]).toEqual([2, 0]);
});

test("one that passes while others are outstanding recovers itself, not the program sync", async () => {
  await bench.control.edit("connectwise", "agreements", agreementId, {
    endDate: null,
    noEndingDateFlag: true,
  });
  const [key = ""] = keys;
  const retry = await bench.retry(runId, "customers", [key]);
  expect([retry.status, retry.counts?.applied]).toEqual(["success", 1]);
  expect((await bench.tieOut(retry.id))?.applied).toBe(await costOf(key));
  const status = await bench.status("customers");
  expect(status).toMatchObject({ failed: keys.length - 1, lastSuccessfulAt: null });
  expect(status?.failingSince).not.toBeNull();
  expect((await mailsOf(bench)).map((mail) => mail.purpose)).toEqual(["failure"]);
});

test("the last one that passes ends the failure", async () => {
  const retry = await bench.retry(runId, "customers", keys.slice(1));
  expect([retry.status, retry.counts?.applied]).toEqual(["success", keys.length - 1]);
  expect(await bench.status("customers")).toMatchObject({
    failed: 0,
    failingSince: null,
    lastSuccessfulAt: retry.finishedAt,
  });
  expect((await mailsOf(bench)).map((mail) => mail.purpose)).toEqual(["failure", "recovery"]);
  expect((await bench.run("customers")).status).toBe("no_change");
});
