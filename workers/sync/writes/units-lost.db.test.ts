import { intentsOf, issuesOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";

jest.setTimeout(120_000);

const day = "2026-11-15";

let bench: UnitsBench;
beforeAll(async () => {
  bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
});
afterEach(async () => {
  await bench.control.clearFaults();
  // Whatever happened: what is confirmed is what stands there, once.
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
});
afterAll(() => bench.close());

const adjusting = { service: "autotask", method: "POST", pattern: "/ServiceAdjustments$" };
const reading = { service: "autotask", method: "POST", pattern: "/ContractServiceUnits/query$" };

/** One write for each adjustment that was confirmed, and no other. */
async function expectWrittenOnce(...runIds: string[]) {
  const intents = (await Promise.all(runIds.map((id) => intentsOf(bench, id)))).flat();
  const confirmed = intents.filter(({ state }) => state === "confirmed");
  expect(confirmed.length).toBeGreaterThan(0);
  expect(await bench.newWrites()).toEqual(confirmed.map(() => "POST adjustment"));
}

const stateOf = async (runId: string) =>
  new Set((await intentsOf(bench, runId)).map((intent) => `${intent.operation} ${intent.state}`));

test("an adjustment whose answer is lost is found in the units: applied, and made once", async () => {
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.control.fault({ ...adjusting, times: 2, effect: { kind: "lose_answer" } });
  const run = await bench.run("customers");
  expect([run.status, await issuesOf(bench, run.id)]).toEqual(["success", []]);
  await expectWrittenOnce(run.id);
  expect(await stateOf(run.id)).toEqual(new Set(["adjust_units confirmed"]));
});

test("a server's error after it took effect is no refusal", async () => {
  await bench.turnOn("Tamar Hill Cellars");
  const answer = { status: 500, body: { errors: ["Something that nobody has seen before."] } };
  await bench.control.fault({ ...adjusting, effect: { kind: "lose_answer", answer } });
  const run = await bench.run("customers");
  expect([run.status, await issuesOf(bench, run.id)]).toEqual(["success", []]);
  await expectWrittenOnce(run.id);
});

test("units that are shown late are waited for", async () => {
  await bench.turnOn("Ironbark Legal");
  await bench.control.settings({ autotask: { staleReads: 3 } });
  const run = await bench.run("customers");
  await bench.control.settings({ autotask: { staleReads: 0 } });
  expect([run.status, await issuesOf(bench, run.id)]).toEqual(["success", []]);
  await expectWrittenOnce(run.id);
});

test("answer lost and the units cannot be read: unknown, settled by itself, made once", async () => {
  await bench.turnOn("Gantry Hydraulics");
  await bench.control.fault({ ...adjusting, effect: { kind: "lose_answer" } });
  // Each of the four contracts is read once before anything is written.
  await bench.control.fault({
    ...reading,
    skip: 4,
    times: "always",
    effect: { kind: "answer", status: 503 },
  });
  const run = await bench.run("customers");
  expect(run.status).toBe("error");
  expect(await bench.outcomes(run.id)).toContain("unknown psa_timeout_unknown");
  await bench.control.clearFaults();
  const retry = (await bench.runs()).at(-1);
  expect(retry).toMatchObject({ trigger: "retry", retryOf: run.id, requestedBy: null });
  const settled = await bench.workOff(retry?.id ?? "");
  expect(settled.counts).toMatchObject({ failed: 0, unknown: 0 });
  expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
  await expectWrittenOnce(run.id, settled.id);
});

test("a refusal in Autotask's words is an error with them, and the next run tries again", async () => {
  await bench.turnOn("Brightwater Accounting");
  const words = "The service is being reorganised.";
  await bench.control.fault({
    ...adjusting,
    effect: { kind: "answer", status: 500, body: { errors: [words] } },
  });
  const run = await bench.run("customers");
  expect((await bench.outcomes(run.id)).filter((outcome) => outcome !== "applied")).toEqual([
    "failed psa_rejected",
  ]);
  const [issue] = await issuesOf(bench, run.id);
  expect(issue?.facts.words).toContain(words);
  const again = await bench.run("customers", { trigger: "schedule" });
  expect([again.status, again.counts?.applied]).toEqual(["success", 1]);
});

test("too many calls at once: the adjustment waits and is made once", async () => {
  await bench.newWrites();
  await bench.turnOn("Vantage Point Recruitment");
  const body = { errors: ["API thread threshold of 3 threads has been exceeded."] };
  await bench.control.fault({ ...adjusting, effect: { kind: "answer", status: 500, body } });
  const run = await bench.run("customers");
  expect([run.status, await issuesOf(bench, run.id)]).toEqual(["success", []]);
  await expectWrittenOnce(run.id);
});

test("the tenant's hour is used up: the run waits, and says until when", async () => {
  await bench.turnOn("Fernleigh Veterinary Hospital");
  await bench.control.settings({ autotask: { threshold: { usedElsewhere: 9_000 }, delays: false } });
  // How much is used is read again after a hundred calls at the latest.
  let runId = "";
  for (let turn = 0, ended = ""; ended !== "postponed" && turn < 20; turn += 1) {
    runId = await bench.request("customers", { mode: "preview" });
    ended = (await bench.work(runId)).ended;
  }
  const waiting = await bench.findRun(runId);
  expect(waiting).toMatchObject({ status: "queued", waitReason: "psa_rate_limited" });
  expect(waiting.resumesAt?.getTime()).toBeGreaterThan(waiting.claimedAt?.getTime() ?? Number.NaN);
  await bench.control.settings({ autotask: { threshold: { usedElsewhere: 0 } } });
});
