import { aBilledLine, amountLine, correctInvoice } from "@/scripts/testing/billed-lines";
import { customerIdOf, decide, questionOf } from "@/scripts/testing/rig-decisions";
import { itemsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeEach(async () => {
  bench = await startWriteBench({ engine: { psaSettlesAfterMs: 300 } });
  await bench.turnOn("Lighthouse Conveyancing");
  expect((await bench.run("customers")).status).toBe("success");
});
afterEach(async () => {
  await bench.control.clearFaults();
  await bench.expectNothingDoubled();
  await bench.close();
});

const run = () => bench.run("customers");
const scheduled = () => bench.run("customers", { trigger: "schedule" });
const writes = async () => (await bench.control.writes("connectwise")).length;

async function additionsOf(reference: string) {
  const all = await bench.control.entities("connectwise", "additions");
  return all.filter((one) => String(one.serialNumber).startsWith(reference));
}

/** No run writes anything more or leaves anything open. */
async function expectAtRest(): Promise<void> {
  const before = await writes();
  for (const look of [scheduled, run]) {
    const { status, counts } = await look();
    expect([status, counts?.applied]).toEqual(["no_change", 0]);
  }
  expect(await writes()).toBe(before);
  expect(await bench.status("customers")).toMatchObject({ failed: 0, held: 0, unknown: 0 });
}

describe("a credit of a subscription", () => {
  async function addCredit() {
    const { invoiceId, subscriptionId } = await aBilledLine(bench);
    await correctInvoice(bench, invoiceId, { addLines: [amountLine(subscriptionId, "-12.34")] });
    const held = await scheduled();
    expect([held.status, held.counts?.held]).toEqual(["warning", 1]);
    expect(await additionsOf(`${subscriptionId}:credit`)).toEqual([]);
    const question = { runId: held.id, code: "credit_or_adjustment" };
    return { question, key: `${subscriptionId}:credit` };
  }

  test("that is approved becomes a charge of its amount, once, though the answer is lost", async () => {
    const { question, key } = await addCredit();
    await bench.control.fault({
      service: "connectwise",
      method: "POST",
      pattern: "/additions$",
      effect: { kind: "lose_answer" },
    });
    const approved = await decide(bench, question, "approve");
    expect([approved.status, approved.counts?.applied]).toEqual(["success", 1]);
    expect(await additionsOf(key)).toMatchObject([
      { serialNumber: `${key}2610`, quantity: 1, unitPrice: -12.34, unitCost: -12.34 },
    ]);
    await expectAtRest();
    expect(await additionsOf(key)).toHaveLength(1);
    const [credit] = await additionsOf(key);
    const billed = (await bench.control.bill()).flatMap((bill) => bill.lines);
    expect(billed.filter((line) => line.additionId === credit?.id).map((line) => line.amount)).toEqual([
      "-12.34",
    ]);
  });

  test("that is rejected is skipped, and its money says so", async () => {
    const { question, key } = await addCredit();
    const rejected = await decide(bench, question, "reject");
    const [item] = (await itemsOf(bench, rejected.id)).filter((one) => one.key === key);
    expect([item?.outcome, item?.reason]).toEqual(["skipped", "rejected"]);
    expect(await bench.tieOut(rejected.id)).toMatchObject({ skipped: "-12.34", applied: "0" });
    expect(await additionsOf(key)).toEqual([]);
    expect(await bench.status("customers")).toMatchObject({ held: 0 });
  });

  test("whose amount is corrected after it was approved asks for the rest", async () => {
    const { question, key } = await addCredit();
    await decide(bench, question, "approve");
    const { invoiceId, lines } = await bench.control.newestInvoice();
    const row = lines.length;
    const changed = {
      unitPrice: "-20.00",
      unitPriceRrp: "-20.00",
      subTotal: "-20.00",
      subTotalRrp: "-20.00",
    };
    await correctInvoice(bench, invoiceId, { changeLines: [{ row, ...changed }] });
    const held = await scheduled();
    expect(held.counts).toMatchObject({ held: 1, applied: 0 });
    const rest = await decide(bench, { runId: held.id, code: "credit_or_adjustment" }, "approve");
    expect(rest.counts).toMatchObject({ applied: 1 });
    expect((await additionsOf(key)).map((one) => [one.serialNumber, one.unitPrice])).toEqual([
      [`${key}2610`, -12.34],
      [`${key}2610.2`, -7.66],
    ]);
    await expectAtRest();
  });
});

describe("a line without a subscription", () => {
  async function addLoose() {
    const { invoiceId } = await bench.control.newestInvoice();
    await correctInvoice(bench, invoiceId, {
      addLines: [amountLine("", "450.00", { offerName: "Migration" })],
    });
    const held = await scheduled();
    expect(held.counts).toMatchObject({ held: 1 });
    const key = (await questionOf(bench, { runId: held.id, code: "credit_or_adjustment" })).key;
    const customerId = await customerIdOf(bench, "Lighthouse Conveyancing");
    return { question: { runId: held.id, code: "credit_or_adjustment" }, key, customerId };
  }

  async function giveItem() {
    const catalog = await bench.control.entities("connectwise", "catalog");
    const free = catalog.find((one) => one.identifier === "MS-SERVER");
    await bench.control.edit("connectwise", "catalog", Number(free?.id), { vendorSku: "PRISM-ADJUSTMENT" });
  }

  test("is charged to the customer that a person names, under the item for adjustments", async () => {
    const { question, key, customerId } = await addLoose();
    const lacking = await decide(bench, question, "approve", { customerId });
    expect(lacking.counts).toMatchObject({ failed: 1, applied: 0 });
    expect(
      (await questionOf(bench, { runId: lacking.id, code: "psa_prerequisite_missing" })).facts,
    ).toMatchObject({ sku: "PRISM-ADJUSTMENT" });
    expect(await additionsOf("line:")).toEqual([]);

    await giveItem();
    const charged = await scheduled();
    expect(charged.counts).toMatchObject({ applied: 1, failed: 0 });
    expect(await additionsOf("line:")).toMatchObject([{ serialNumber: key, unitPrice: 450, quantity: 1 }]);
    await expectAtRest();
    expect(await additionsOf("line:")).toHaveLength(1);
  });

  test("that is rejected is skipped", async () => {
    const { question, key } = await addLoose();
    const rejected = await decide(bench, question, "reject");
    const [item] = (await itemsOf(bench, rejected.id)).filter((one) => one.key === key);
    expect([item?.outcome, item?.reason]).toEqual(["skipped", "rejected"]);
    expect(await bench.status("customers")).toMatchObject({ held: 0 });
  });
});

describe("an amount for days that are invoiced already", () => {
  async function oweOne() {
    const { invoiceId, row, key, subscriptionId, quantity } = await aBilledLine(bench);
    await bench.control.bill();
    await bench.control.issueNextInvoice();
    expect((await scheduled()).counts).toMatchObject({ failed: 0, held: 0 });
    const more = String(Number(quantity) + 3);
    await correctInvoice(bench, invoiceId, { changeLines: [{ row, quantity: more }] });
    const held = await scheduled();
    const question = await questionOf(bench, { runId: held.id, code: "catch_up", key });
    return { question: { runId: held.id, code: "catch_up", key }, facts: question.facts, subscriptionId };
  }

  test("that is approved becomes one charge of it, and is never asked or charged again", async () => {
    const { question, facts, subscriptionId } = await oweOne();
    const approved = await decide(bench, question, "approve");
    expect([approved.status, approved.counts?.applied]).toEqual(["success", 1]);
    const [charge, ...more] = await additionsOf(`${subscriptionId}:catch`);
    expect(more).toEqual([]);
    expect(charge).toMatchObject({ serialNumber: `${subscriptionId}:catch2610`, quantity: 1 });
    expect([charge?.unitPrice, charge?.unitCost]).toEqual([Number(facts.amount), Number(facts.costAmount)]);
    await expectAtRest();
    await bench.control.bill();
    await bench.control.issueNextInvoice();
    expect((await scheduled()).counts).toMatchObject({ failed: 0, held: 0 });
    expect(await additionsOf(`${subscriptionId}:catch`)).toHaveLength(1);
  });

  test("that is rejected is settled without a charge", async () => {
    const { question, subscriptionId } = await oweOne();
    const rejected = await decide(bench, question, "reject");
    expect([rejected.status, rejected.counts?.applied]).toEqual(["no_change", 0]);
    expect(await additionsOf(`${subscriptionId}:catch`)).toEqual([]);
    await expectAtRest();
  });
});
