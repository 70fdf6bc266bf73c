import { SECOND } from "@/lib/clock";
import { intentsOf, positionsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { decideRetry } from "@/workers/connectors/retry";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 300 } });
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
});
afterAll(() => bench.close());

const loseAnswer = (method: string, rest: object = {}) =>
  bench.control.fault({
    service: "connectwise",
    method,
    pattern: "/additions",
    effect: { kind: "lose_answer" },
    ...rest,
  });

/** PRISM corrects the quantity of the first full-month line that we bill; gives our addition. */
async function correctOne(quantity: number) {
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const additions = await bench.control.ourAdditions();
  const line = lines.find(
    ({ subscriptionId, billableRatio }) =>
      Number(billableRatio) === 1 &&
      additions.some(({ serialNumber }) => serialNumber === `${subscriptionId}:licence`),
  );
  const addition = additions.find(({ serialNumber }) => serialNumber === `${line?.subscriptionId}:licence`);
  if (!line || !addition) throw new Error("We bill no line for a whole month.");
  const change = { changeLines: [{ row: line.row, quantity: String(quantity) }] };
  await bench.control.edit("prism", "invoices", invoiceId, change);
  return addition;
}

async function quantityOf(additionId: number) {
  return (await bench.control.ourAdditions()).find(({ id }) => id === additionId)?.quantity;
}

test("a creation whose answer is lost is found by its key: applied, and made once", async () => {
  await bench.turnOn("Lighthouse Conveyancing");
  await loseAnswer("POST", { times: 2 });
  const run = await bench.run("customers");
  expect(run.status).toBe("success");
  const writes = await bench.newWrites();
  expect(writes).toEqual(Array(run.counts?.applied).fill("POST addition"));
  expect(await bench.control.ourAdditions()).toHaveLength(run.counts?.applied ?? 0);
  const intents = await intentsOf(bench, run.id);
  expect(new Set(intents.map((intent) => intent.state))).toEqual(new Set(["confirmed"]));
});

test("a change whose answer is lost is read back: applied, and made once", async () => {
  const addition = await correctOne(31);
  await loseAnswer("PATCH");
  const run = await bench.run("customers");
  expect([run.status, run.counts?.applied]).toEqual(["success", 1]);
  expect(await bench.newWrites()).toEqual(["PATCH addition"]);
  expect(await quantityOf(addition.id)).toBe(31);
});

test("answer lost and reading back fails too: unknown, settled by itself, made once", async () => {
  const before = (await bench.control.ourAdditions()).length;
  await bench.turnOn("Tamar Hill Cellars");
  await loseAnswer("POST");
  // The list was read once for each of the two agreements before anything was written.
  const effect = { kind: "answer", status: 503 };
  const list = { service: "connectwise", method: "GET", pattern: "/additions$" };
  await bench.control.fault({ ...list, skip: 2, times: 5, effect });
  const run = await bench.run("customers");
  expect(run.status).toBe("error");
  expect((await bench.outcomes(run.id)).filter((outcome) => outcome !== "applied")).toEqual([
    "unknown psa_timeout_unknown",
  ]);
  const created = (await bench.control.ourAdditions()).length - before;
  expect(await bench.newWrites()).toEqual(Array(created).fill("POST addition"));

  const retry = (await bench.runs()).at(-1);
  expect(retry).toMatchObject({ trigger: "retry", retryOf: run.id, requestedBy: null });
  expect((await bench.workOff(retry?.id ?? "")).status).toBe("no_change");
  expect(await bench.newWrites()).toEqual([]);
  expect(await bench.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
  const intents = await intentsOf(bench, run.id);
  expect(intents.map((intent) => intent.state)).toEqual(Array(created).fill("confirmed"));
});

test("a write that must wait is made after the wait, once", async () => {
  const addition = await correctOne(32);
  await bench.control.fault({
    service: "connectwise",
    method: "PATCH",
    pattern: "/additions/",
    effect: {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "1" },
      body: { error: "ConnectWiseAPI", message: "Too many requests. Please try again in 1 second." },
    },
  });
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const runId = await bench.request("customers");
  expect((await bench.work(runId, { ...bench.tools.engine, decideRetry, sleep })).ended).toBe("finished");
  expect([waits.length, (waits[0] ?? 0) >= SECOND]).toEqual([1, true]);
  const run = await bench.findRun(runId);
  expect([run.status, run.counts?.applied]).toEqual(["success", 1]);
  expect(await bench.newWrites()).toEqual(["PATCH addition"]);
  expect(await quantityOf(addition.id)).toBe(32);
});

test("an answer of 200 that changed nothing is no success", async () => {
  const addition = await correctOne(33);
  const effect = { kind: "answer", status: 200, body: addition };
  await bench.control.fault({ service: "connectwise", method: "PATCH", pattern: "/additions/", effect });
  const run = await bench.run("customers");
  expect([run.status, await bench.outcomes(run.id)]).toEqual(["error", ["failed psa_rejected"]]);
  expect(await quantityOf(addition.id)).toBe(32);
  const again = await bench.run("customers", { trigger: "schedule" });
  expect([again.status, again.counts?.applied]).toEqual(["success", 1]);
  expect(await quantityOf(addition.id)).toBe(33);
  await bench.newWrites();
});

describe("a person edits the line between plan and write", () => {
  const asPerson = (id: number, value: object, when: object) =>
    bench.control.fault({
      service: "connectwise",
      pattern: `/additions/${id}$`,
      effect: { kind: "person", does: "patch", entities: "additions", id, value },
      ...when,
    });

  test("the same field: the invoice wins", async () => {
    const addition = await correctOne(34);
    await asPerson(addition.id, { quantity: 99 }, { method: "PATCH" });
    const run = await bench.run("customers");
    expect([run.status, await quantityOf(addition.id)]).toEqual(["success", 34]);
  });

  test("another field: the line is held, and the next run sets it right", async () => {
    const addition = await correctOne(35);
    await asPerson(addition.id, { cancelledDate: "2026-10-15" }, { method: "PATCH" });
    const run = await bench.run("customers");
    expect([run.status, await bench.outcomes(run.id)]).toEqual(["warning", ["held psa_timeout_unknown"]]);
    const key = addition.serialNumber;
    const position = (await positionsOf(bench)).find((one) => one.key === key);
    expect(position).toMatchObject({ outstanding: "held", open: true });
    await bench.run("customers", { trigger: "schedule" });
    const now = (await bench.control.ourAdditions()).filter((one) => one.serialNumber === key);
    expect(now).toMatchObject([{ quantity: 35 }]);
    expect(now[0]?.cancelledDate ?? null).toBeNull();
  });

  test("and the answer is lost: held, never guessed", async () => {
    const addition = await correctOne(36);
    await loseAnswer("PATCH");
    await asPerson(addition.id, { quantity: 99 }, { method: "GET" });
    const run = await bench.run("customers");
    expect(await bench.outcomes(run.id)).toContain("held psa_timeout_unknown");
    expect(await quantityOf(addition.id)).toBe(99);
    const again = await bench.run("customers", { trigger: "schedule" });
    expect(await bench.outcomes(again.id)).toContain("applied quantity_drift");
    expect(await quantityOf(addition.id)).toBe(36);
  });
});
