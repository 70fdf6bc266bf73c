import { setTimeout as delay } from "node:timers/promises";
import { agreementOf, intentsOf, runIssuesOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { decideRetry } from "@/workers/connectors/retry";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 400 } });
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
});
afterAll(() => bench.close());

const customers = ["Two Rivers Aged Care", "St Brendan's College", "Ironbark Legal", "Halcyon Physiotherapy"];

test("a PSA that fails every write is left alone soon; the next run finishes, and nothing is doubled", async () => {
  for (const customer of customers) await bench.turnOn(customer);
  await bench.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    times: "always",
    effect: { kind: "answer", status: 503, body: "<html>Service Unavailable</html>" },
  });
  const run = await bench.run("customers");
  expect(run.status).toBe("error");
  expect((await runIssuesOf(bench, run.id)).map((issue) => issue.code)).toEqual(["psa_unavailable"]);
  const posts = await bench.control.countCalls("connectwise", "POST", /additions$/);
  // Five in a row without an answer, and what the other three agreements had under way.
  expect(posts).toBeGreaterThanOrEqual(5);
  expect(posts).toBeLessThanOrEqual(8);
  const { unknown = 0, failed = 0, applied = 0 } = run.counts ?? {};
  expect([unknown, applied]).toEqual([posts, 0]);
  expect(await bench.outcomes(run.id)).toEqual([
    ...Array(failed).fill("failed"),
    ...Array(unknown).fill("unknown psa_timeout_unknown"),
  ]);
  const tieOut = await bench.tieOut(run.id);
  expect(tieOut).toMatchObject({ applied: "0", unchanged: "0" });
  expect(await bench.control.ourAdditions()).toEqual([]);

  await bench.control.clearFaults();
  const retry = (await bench.runs()).at(-1);
  expect(retry).toMatchObject({ trigger: "retry", retryOf: run.id });
  expect((await bench.workOff(retry?.id ?? "")).counts).toMatchObject({ applied: unknown, failed: 0 });
  expect(await bench.status("customers")).toMatchObject({ failed, unknown: 0, lastSuccessfulAt: null });
  const next = await bench.run("customers", { trigger: "schedule" });
  expect([next.status, next.counts?.applied, next.counts?.unchanged]).toEqual(["success", failed, unknown]);
  const keys = (await bench.control.ourAdditions()).map((addition) => addition.serialNumber);
  expect(new Set(keys).size).toBe(unknown + failed);
  expect((await bench.status("customers"))?.lastSuccessfulAt).toEqual(next.finishedAt);
});

test("while the PSA stays down, the automatic retries come at growing distances", async () => {
  await bench.turnOn("Coral Bay Freight");
  await bench.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    times: "always",
    effect: { kind: "answer", status: 500, body: { code: "ConnectWiseApi", message: "Pool timeout" } },
  });
  await bench.run("customers");
  const waits: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const retry = (await bench.runs()).at(-1);
    if (!retry?.resumesAt) throw new Error("No automatic retry was queued.");
    waits.push(Math.round((retry.resumesAt.getTime() - retry.queuedAt.getTime()) / 100));
    expect((await bench.workOff(retry.id)).status).toBe("error");
  }
  expect(waits).toEqual([4, 8, 16]);
  await bench.control.clearFaults();
  expect((await bench.workOff((await bench.runs()).at(-1)?.id ?? "")).status).toBe("success");
});

test("a long pause that the PSA asks for puts the run back to wait, and what was done stays done", async () => {
  await bench.turnOn("Jacaranda Community Housing");
  await bench.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    skip: 2,
    effect: { kind: "answer", status: 429, headers: { "retry-after": "90" }, body: { message: "Later." } },
  });
  const runId = await bench.request("customers", { trigger: "schedule" });
  const ending = await bench.work(runId, { ...bench.tools.engine, decideRetry });
  expect(ending).toMatchObject({ ended: "postponed" });
  const waiting = await bench.findRun(runId);
  expect(waiting).toMatchObject({ status: "queued", waitReason: "psa_rate_limited", attempts: 0 });
  const waitMs = (waiting.resumesAt?.getTime() ?? 0) - Date.now();
  expect(waitMs).toBeGreaterThan(80_000);

  // By the time that the PSA named it has long given the request up.
  await delay(500);
  await bench.hurry(runId);
  const run = await bench.workOff(runId);
  const confirmed = (await intentsOf(bench, runId)).filter((intent) => intent.state === "confirmed");
  const created = new Set(confirmed.map((intent) => intent.naturalKey)).size;
  expect(created).toBeGreaterThan(3);
  expect([run.status, run.counts?.applied, run.counts?.failed]).toEqual(["success", created, 0]);
  expect(await bench.outcomes(runId)).toEqual(Array(created).fill("applied"));
  const tieOut = await bench.tieOut(runId);
  expect(Number(tieOut?.applied)).toBeGreaterThan(0);
  expect(tieOut?.applied).toBe(await bench.invoiced("Jacaranda Community Housing"));
});

test("what was finished before the pause is not read again after it", async () => {
  for (const customer of ["Lighthouse Conveyancing", "Marlin Marine Electrics"]) await bench.turnOn(customer);
  const path = `/finance/agreements/${await agreementOf(bench, "Marlin Marine Electrics")}/additions`;
  const effect = {
    kind: "answer",
    status: 429,
    headers: { "retry-after": "90" },
    body: { message: "Later." },
  };
  const posts = { service: "connectwise", method: "POST", path };
  // The other customer has been finished by the time that the second write is refused.
  await bench.control.fault({ ...posts, effect: { kind: "delay", ms: 600 } });
  await bench.control.fault({ ...posts, effect });
  const runId = await bench.request("customers", { trigger: "schedule" });
  expect(await bench.work(runId)).toMatchObject({ ended: "postponed" });
  await delay(500);
  const lists = () => bench.control.countCalls("connectwise", "GET", /additions$/);
  const before = await lists();
  const run = await bench.workOff(runId);
  expect([run.status, run.counts?.failed]).toEqual(["success", 0]);
  // One to see how the write ended, one to plan what is left; none of the customer that was finished.
  expect((await lists()) - before).toBe(2);
  const expected = await Promise.all(
    ["Lighthouse Conveyancing", "Marlin Marine Electrics"].map((name) => bench.invoiced(name)),
  );
  const applied = expected.reduce((sum, amount) => sum + Number(amount), 0);
  expect(Number((await bench.tieOut(runId))?.applied).toFixed(2)).toBe(applied.toFixed(2));
});

test("a run that goes on after a pause and then cannot end well still says what was done", async () => {
  await bench.turnOn("Redgum Civil");
  const posts = { service: "connectwise", method: "POST", pattern: "/additions$" };
  const effect = {
    kind: "answer",
    status: 429,
    headers: { "retry-after": "90" },
    body: { message: "Later." },
  };
  await bench.control.fault({ ...posts, skip: 2, effect });
  const runId = await bench.request("customers", { trigger: "schedule" });
  await bench.work(runId);
  const done = (await bench.outcomes(runId)).filter((outcome) => outcome === "applied").length;
  expect(done).toBe(2);
  await bench.control.fault({
    service: "connectwise",
    times: "always",
    effect: { kind: "answer", status: 503 },
  });
  const run = await bench.workOff(runId);
  expect([run.status, run.counts?.applied]).toEqual(["error", done]);
  expect(await bench.tieOut(runId)).toMatchObject({ held: "0" });
  const tieOut = await bench.tieOut(runId);
  expect(Number(tieOut?.applied)).toBeGreaterThan(0);
  expect(Number(tieOut?.failed)).toBeGreaterThan(0);

  await bench.control.clearFaults();
  expect((await bench.run("customers", { trigger: "schedule" })).status).toBe("success");
});
