import { aBilledLine, billedLines, correctInvoice } from "@/scripts/testing/billed-lines";
import { changeSettings, decide } from "@/scripts/testing/rig-decisions";
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

const quantityOf = async (key: string) =>
  (await bench.control.ourAdditions()).filter(({ serialNumber }) => serialNumber === key).at(-1)?.quantity;

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

describe("a change beyond the limits", () => {
  async function changeMuch() {
    await changeSettings(bench, { guardQuantity: 5 });
    const { invoiceId, row, key, quantity } = await aBilledLine(bench);
    const now = Number(quantity) + 40;
    await correctInvoice(bench, invoiceId, { changeLines: [{ row, quantity: String(now) }] });
    const before = await writes();
    const held = await scheduled();
    expect(held.counts).toMatchObject({ held: 1, applied: 0 });
    expect(await writes()).toBe(before);
    return { question: { runId: held.id, code: "large_change", key }, key, was: Number(quantity), now };
  }

  test("that is approved is written", async () => {
    const { question, key, now } = await changeMuch();
    const approved = await decide(bench, question, "approve");
    expect([approved.status, approved.counts?.applied]).toEqual(["success", 1]);
    expect(await quantityOf(key)).toBe(now);
    await expectAtRest();
  });

  test("that is rejected leaves the line as it was, and is not asked again", async () => {
    const { question, key, was } = await changeMuch();
    const rejected = await decide(bench, question, "reject");
    const [item] = (await itemsOf(bench, rejected.id)).filter((one) => one.key === key);
    expect([item?.outcome, item?.reason]).toEqual(["skipped", "rejected"]);
    expect(await quantityOf(key)).toBe(was);
    await expectAtRest();
  });
});

describe("a subscription that is missing from the new invoice", () => {
  async function loseOne() {
    await bench.control.bill();
    await bench.control.issueNextInvoice();
    const { invoiceId, lines } = await bench.control.newestInvoice();
    const [first] = await billedLines(bench);
    const rows = lines
      .filter((line) => line.subscriptionId === first?.subscriptionId)
      .map((line) => line.row);
    await correctInvoice(bench, invoiceId, { removeRows: rows });
    const held = await scheduled();
    const key = first?.key ?? "";
    return { question: { runId: held.id, code: "subscription_disappeared", key }, key };
  }

  test("ends on the day that a person confirms", async () => {
    const { question, key } = await loseOne();
    const ended = await decide(bench, question, "confirm_end", { date: "2026-11-10" });
    expect(ended.counts).toMatchObject({ applied: 1, held: 0 });
    const [line] = await additionsOf(key);
    expect(String(line?.cancelledDate).slice(0, 10)).toBe("2026-11-10");
    await expectAtRest();
  });

  test("goes on where a person keeps it", async () => {
    const { question, key } = await loseOne();
    const kept = await decide(bench, question, "keep");
    expect([kept.counts?.held, kept.counts?.applied]).toEqual([0, 0]);
    const [line] = await additionsOf(key);
    expect(line?.cancelledDate ?? null).toBeNull();
    await expectAtRest();
  });
});

describe("a quantity that a person edited in the PSA", () => {
  async function editOne(handEdits: "keep" | "ask" | "overwrite") {
    await changeSettings(bench, { handEdits });
    const { key, quantity, addition } = await aBilledLine(bench);
    await bench.control.edit("connectwise", "additions", addition.id, { quantity: 77 });
    return { key, was: Number(quantity), look: await run() };
  }

  test("is set back", async () => {
    const { key, was, look } = await editOne("overwrite");
    expect(look.counts).toMatchObject({ applied: 1, warnings: 1 });
    expect(await quantityOf(key)).toBe(was);
  });

  test("is kept, and told", async () => {
    const { key, look } = await editOne("keep");
    expect(look.counts).toMatchObject({ applied: 0, held: 0, warnings: 1 });
    expect(await quantityOf(key)).toBe(77);
    expect((await run()).counts).toMatchObject({ applied: 0, warnings: 1 });
  });

  test.each(["approve", "keep"] as const)("is asked about: %s", async (choice) => {
    const { key, was, look } = await editOne("ask");
    expect(look.counts).toMatchObject({ applied: 0, held: 1 });
    const decided = await decide(bench, { runId: look.id, code: "quantity_drift", key }, choice);
    expect(decided.counts).toMatchObject({ held: 0, applied: choice === "approve" ? 1 : 0 });
    expect(await quantityOf(key)).toBe(choice === "approve" ? was : 77);
    expect((await run()).counts).toMatchObject({ held: 0, applied: 0 });
  });
});
