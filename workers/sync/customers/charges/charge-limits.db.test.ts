import { type Rig, startRig } from "@/scripts/testing/rig";
import { changeSettings, decide, questionOf } from "@/scripts/testing/rig-decisions";
import { itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let rig: Rig;
/** The lines of these customers stand, so that only their amounts are new. */
beforeEach(async () => {
  rig = await startRig("troubled", {
    customers: ["Stonefruit Media", "Brightwater Accounting"],
    engine: { psaSettlesAfterMs: 0 },
  });
  await rig.run("customers");
  await changeSettings(rig, { azureEnabled: true, annualEnabled: true });
  await rig.run("products");
});
afterEach(() => rig.close());

const amountKind = /:(azure|annual)$/;

async function amountsOf(runId: string) {
  const items = (await itemsOf(rig, runId)).filter(({ key }) => amountKind.test(key));
  return items.map(({ key, outcome, reason }) => [key.replace(/^.*:/, ""), outcome, reason]).sort();
}

async function charged(): Promise<string[]> {
  const all = await rig.control.entities("connectwise", "additions");
  const references = all.map((one) => String(one.serialNumber));
  return references
    .flatMap((reference) => /:((azure|annual)\d{4}(\.\d+)?)$/.exec(reference)?.[1] ?? [])
    .sort();
}

/** A look at everything writes nothing and leaves no amount of these customers waiting. */
async function expectNothingAsked(): Promise<void> {
  const again = await rig.run("customers");
  expect(again.counts).toMatchObject({ applied: 0, failed: 0 });
  expect((await amountsOf(again.id)).filter(([, outcome]) => outcome === "held")).toEqual([]);
}

const usageOf = (runId: string) => ({ runId, code: "large_change", key: usageKey });
let usageKey: string | undefined;

/** The usage of the newest invoice costs this much. */
async function useFor(unitPrice: string): Promise<void> {
  const { invoiceId, lines } = await rig.control.newestInvoice();
  const usage = (await rig.control.entities("prism", "subscriptions")).filter(
    ({ displayTemplate }) => displayTemplate === "Azure",
  );
  const ids = new Set(usage.map(({ id }) => id));
  const rows = lines.filter(({ subscriptionId }) => ids.has(subscriptionId)).map(({ row }) => row);
  const [first, ...others] = rows;
  if (first === undefined) throw new Error("Nothing was used.");
  const changeLines = [{ row: first, quantity: "1", unitPrice, unitPriceRrp: unitPrice }];
  await rig.control.edit("prism", "invoices", invoiceId, { changeLines, removeRows: others });
}

test("usage and a yearly payment beyond the limit of money wait, and are posted once a person approves", async () => {
  await changeSettings(rig, { guardMoney: "1" });
  const held = await rig.run("customers");
  expect(await amountsOf(held.id)).toEqual([
    ["annual", "held", null],
    ["azure", "held", null],
  ]);
  expect(held.counts).toMatchObject({ applied: 0, failed: 0 });
  expect(await charged()).toEqual([]);

  for (const { key } of (await itemsOf(rig, held.id)).filter((item) => amountKind.test(item.key))) {
    const question = { runId: held.id, code: "large_change", key };
    expect((await questionOf(rig, question)).facts).toMatchObject({ field: "money", limit: "1" });
    expect((await decide(rig, question, "approve")).counts).toMatchObject({ applied: 1, held: 0 });
  }
  expect(await charged()).toEqual(["annual2610", "azure2610"]);
  await expectNothingAsked();
});

test("the next month's usage is measured against the last; rejected, it stays away and is not asked about again", async () => {
  await rig.run("customers");
  expect(await charged()).toEqual(["annual2610", "azure2610"]);
  await changeSettings(rig, { guardPercent: 40 });
  await rig.control.issueNextInvoice();
  await useFor("9999.00");
  const held = await rig.run("customers", { trigger: "schedule" });
  expect(await amountsOf(held.id)).toEqual([["azure", "held", null]]);
  usageKey = (await itemsOf(rig, held.id)).find(({ key }) => key.endsWith(":azure"))?.key;
  const { facts } = await questionOf(rig, usageOf(held.id));
  expect(facts).toMatchObject({ field: "percent", costAmount: "9999.00", from: "2026-11-01" });
  expect(Number(facts.lastCost)).toBeGreaterThan(0);

  const rejected = await decide(rig, usageOf(held.id), "reject");
  expect(await amountsOf(rejected.id)).toEqual([["azure", "skipped", "rejected"]]);
  await expectNothingAsked();
  expect(await charged()).toEqual(["annual2610", "azure2610"]);
});
