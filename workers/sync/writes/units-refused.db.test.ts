import { z } from "zod";
import { correctInvoice } from "@/scripts/testing/billed-lines";
import { decide } from "@/scripts/testing/rig-decisions";
import { intentsOf, issuesOf, itemsOf, positionsOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";

jest.setTimeout(120_000);

const day = "2026-11-15";

let bench: UnitsBench;
beforeAll(async () => {
  bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.control.settings({ autotask: { allowRepeatService: false } });
  // Whatever was refused: what is confirmed is what stands there.
  expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
});
afterAll(() => bench.close());

const subscription = z.looseObject({ id: z.string(), productId: z.string(), productName: z.string() });
const scheduled = () => bench.run("customers", { trigger: "schedule" });

/**
 * Turns a customer on whose first two subscriptions of a whole month PRISM now bills as one product, the second at
 * another price where one is named. Gives what they are billed by their keys.
 */
async function takeTwo(name: string, secondPrice?: string) {
  await bench.turnOn(name);
  const look = await bench.run("customers", { mode: "preview" });
  const items = (await itemsOf(bench, look.id)).filter((item) => item.customerName === name);
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const ofSubscription = ({ subscriptionId }: { subscriptionId: string }) =>
    lines.filter((line) => line.subscriptionId === subscriptionId);
  const [first, second] = lines.filter(
    (line) =>
      Number(line.billableRatio) === 1 &&
      ofSubscription(line).length === 1 &&
      items.some(({ key }) => key === keyOf(line)),
  );
  if (!first || !second) throw new Error(`${name} has not two subscriptions of a whole month.`);
  const all = z.array(subscription).parse(await bench.control.entities("prism", "subscriptions"));
  const product = all.find(({ id }) => id === first.subscriptionId);
  if (!product) throw new Error("PRISM does not know the subscription.");
  const { productId, productName } = product;
  await bench.control.edit("prism", "subscriptions", second.subscriptionId, { productId, productName });
  const { offerName, unitPrice, unitPriceRrp } = priced.parse(first);
  const price = secondPrice ?? unitPriceRrp;
  const change = { offerName, unitPrice, unitPriceRrp: price };
  await correctInvoice(bench, invoiceId, { changeLines: [{ row: second.row, ...change }] });
  const byKey = new Map([
    [keyOf(first), { ...first, price: String(Number(unitPriceRrp)) }],
    [keyOf(second), { ...second, price: String(Number(price)) }],
  ]);
  return { byKey, first: keyOf(first), second: keyOf(second) };
}

const priced = z.looseObject({ offerName: z.string(), unitPrice: z.string(), unitPriceRrp: z.string() });
const keyOf = ({ subscriptionId }: { subscriptionId: string }) => `${subscriptionId}:licence`;

/** Of two keys the one that ended so in a run, and the other. */
async function splitBy(runId: string, keys: string[], outcome: string): Promise<[string, string]> {
  const items = await itemsOf(bench, runId);
  const one = keys.find((key) => items.some((item) => item.key === key && item.outcome === outcome));
  const other = keys.find((key) => key !== one);
  if (!one || !other) throw new Error(`None of them ended ${outcome}.`);
  return [one, other];
}

/** How these keys ended in a run: its outcome and the codes of its issues. */
async function endsOf(runId: string, keys: readonly string[]) {
  const [items, issues] = [await itemsOf(bench, runId), await issuesOf(bench, runId)];
  return keys.map((key) => {
    const item = items.find((one) => one.key === key);
    const codes = issues.filter(({ itemId }) => itemId === item?.id).map(({ code }) => code);
    return [item?.outcome, ...codes].join(" ");
  });
}

async function confirmedUnits(key: string) {
  const position = (await positionsOf(bench)).find((one) => one.key === key);
  return (position?.confirmed ?? []).map(({ quantity }) => Number(quantity));
}

const adjusting = { service: "autotask", method: "POST", pattern: "/ServiceAdjustments$" };

describe("two prices of one product on a contract that has neither", () => {
  test("what is written is applied, and only what the tenant refuses is held, with no button that it refuses", async () => {
    const { byKey } = await takeTwo("Lighthouse Conveyancing", "91.17");
    await bench.newWrites();
    const run = await scheduled();
    const [applied, held] = await splitBy(run.id, [...byKey.keys()], "applied");
    expect(await endsOf(run.id, [applied, held])).toEqual(["applied", "held price_conflict"]);
    expect([run.status, run.counts?.held, run.counts?.failed]).toEqual(["warning", 1, 0]);
    expect(await confirmedUnits(applied)).toEqual([Number(byKey.get(applied)?.quantity)]);
    expect(await confirmedUnits(held)).toEqual([]);

    const tieOut = await bench.tieOut(run.id);
    const money = await itemsOf(bench, run.id);
    const cost = (outcome: string) =>
      money
        .filter((item) => item.outcome === outcome)
        .reduce((sum, { costAmount }) => sum + Math.round(Number(costAmount) * 100), 0);
    expect(Math.round(Number(tieOut?.held) * 100)).toBe(cost("held"));
    expect(Math.round(Number(tieOut?.applied) * 100)).toBe(cost("applied"));
    const [issue] = (await issuesOf(bench, run.id)).filter(({ code }) => code === "price_conflict");
    expect(issue?.facts).toMatchObject({
      price: byKey.get(held)?.price,
      shared: byKey.get(applied)?.price,
      refused: "yes",
    });

    // From now on it is known: the same line is held without a try, and may be given a service of its own.
    await bench.newWrites();
    const again = await scheduled();
    expect(again.counts).toMatchObject({ held: 1, failed: 0, applied: 0 });
    const [known] = await issuesOf(bench, again.id);
    expect([known?.code, known?.facts.refused]).toEqual(["price_conflict", undefined]);
    expect(await bench.newWrites()).toEqual([]);

    // Chosen while the tenant still refuses it: tried once, and held again.
    const question = { runId: again.id, code: "price_conflict", key: held };
    const refused = await decide(bench, question, "own_service");
    expect(await endsOf(refused.id, [held])).toEqual(["held price_conflict"]);
    const tries = (await intentsOf(bench, refused.id)).map(({ state }) => state);
    expect(tries).toEqual(["rejected"]);
    await bench.control.settings({ autotask: { allowRepeatService: true } });
    const allowed = await scheduled();
    expect(await endsOf(allowed.id, [held])).toEqual(["applied"]);
  });

  test("where nobody knows how the second ended, the first is applied", async () => {
    await bench.control.settings({ autotask: { allowRepeatService: true } });
    const { byKey } = await takeTwo("Ironbark Legal", "91.17");
    const silence = { kind: "answer", status: 503 };
    const others = (await itemsOf(bench, (await bench.run("customers", { mode: "preview" })).id)).filter(
      ({ outcome }) => outcome === "planned",
    );
    await bench.control.fault({ ...adjusting, skip: others.length - 1, times: "always", effect: silence });
    const run = await scheduled();
    const [applied, unknown] = await splitBy(run.id, [...byKey.keys()], "applied");
    expect(await endsOf(run.id, [applied, unknown])).toEqual(["applied", "unknown psa_timeout_unknown"]);
    expect(run.counts).toMatchObject({ unknown: 1, held: 0, failed: 0 });

    await bench.control.clearFaults();
    const retry = (await bench.runs()).at(-1);
    const settled = await bench.workOff(retry?.id ?? "");
    expect(settled.counts).toMatchObject({ unknown: 0, failed: 0, held: 0 });
    for (const [key, { quantity }] of byKey) expect(await confirmedUnits(key)).toEqual([Number(quantity)]);
  });
});

test("one of a shared service gets another price: it is held, and the other's units follow the same invoice", async () => {
  const { first, second, byKey } = await takeTwo("Gantry Hydraulics");
  const brought = await scheduled();
  expect(await endsOf(brought.id, [first, second])).toEqual(["applied", "applied"]);
  await bench.control.billBy("autotask", { until: "2026-10-31" });
  await bench.control.issueNextInvoice();
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const rowsOf = (key: string) => lines.filter((line) => keyOf(line) === key);
  const more = Number(byKey.get(first)?.quantity) + 4;
  await correctInvoice(bench, invoiceId, {
    changeLines: [
      ...rowsOf(first).map(({ row }) => ({ row, quantity: String(more) })),
      ...rowsOf(second).map(({ row }) => ({ row, unitPriceRrp: "93.93" })),
    ],
  });
  const run = await scheduled();
  expect(await endsOf(run.id, [first, second])).toEqual(["applied", "held price_conflict"]);
  expect(run.counts).toMatchObject({ failed: 0, unknown: 0 });
  const again = await scheduled();
  expect(await endsOf(again.id, [second])).toEqual(["held price_conflict"]);
  expect(again.counts).toMatchObject({ applied: 0, failed: 0, unknown: 0 });
});
