import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, subscriptions } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { changeSettings, decide, questionOf } from "@/scripts/testing/rig-decisions";
import { itemsOf, mapTo } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

const customer = "Stonefruit Media";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig("troubled", {
    customers: [customer],
    settings: { azureEnabled: true },
    engine: { psaSettlesAfterMs: 0 },
  });
  await rig.run("customers");
  expect(await usageCharged()).toHaveLength(1);
});
afterEach(() => rig.close());

/** What stands in ConnectWise for usage, as reference, agreement and cost. */
async function usageCharged() {
  const all = await rig.control.entities("connectwise", "additions");
  return all
    .filter((one) => /:azure\d{4}(\.\d+)?$/.test(String(one.serialNumber)))
    .map(({ serialNumber, agreementId, unitCost }) => ({
      reference: String(serialNumber),
      agreementId,
      unitCost,
    }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

const scheduled = () => rig.run("customers", { trigger: "schedule" });

async function usageItem(runId: string) {
  return (await itemsOf(rig, runId)).find(({ key }) => key.endsWith(":azure"));
}

/** The rows of the newest invoice that charge the customer's usage. */
async function usageRows() {
  const usage = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select({ id: subscriptions.subscriptionId })
      .from(subscriptions)
      .innerJoin(customers, eq(customers.id, subscriptions.customerId))
      .where(and(eq(customers.name, customer), eq(subscriptions.usageBased, true))),
  );
  const ids = new Set(usage.map(({ id }) => id));
  const { invoiceId, lines } = await rig.control.newestInvoice();
  return {
    invoiceId,
    rows: lines.filter(({ subscriptionId }) => ids.has(subscriptionId)).map(({ row }) => row),
  };
}

/** PRISM's invoice charges one row of usage at this cost instead. */
async function correctUsage(unitPrice: string): Promise<void> {
  const { invoiceId, rows } = await usageRows();
  const changeLines = [{ row: rows[0], quantity: "1", unitPrice, unitPriceRrp: unitPrice }];
  await rig.control.edit("prism", "invoices", invoiceId, { changeLines });
}

async function mapElsewhere(): Promise<string> {
  const [charge] = await usageCharged();
  const agreements = await rig.control.entities("connectwise", "agreements");
  const other = agreements.find(
    ({ agreementStatus, id }) => agreementStatus === "Active" && id !== charge?.agreementId,
  );
  const own = agreements.find(({ id }) => id === charge?.agreementId);
  await rig.control.edit("connectwise", "agreements", Number(other?.id), { company: own?.company });
  await mapTo(rig, customer, String(other?.id));
  return String(other?.id);
}

test("usage that PRISM corrects after it was charged is asked about, and charged for the difference", async () => {
  const [charge] = await usageCharged();
  await correctUsage("999.00");
  const held = await scheduled();
  const item = await usageItem(held.id);
  expect([item?.outcome, item?.costAmount]).toEqual(["held", "999"]);
  const question = { runId: held.id, code: "credit_or_adjustment", key: item?.key };
  expect((await decide(rig, question, "approve")).counts).toMatchObject({ applied: 1 });
  expect(await usageCharged()).toMatchObject([
    charge ?? {},
    { reference: `${charge?.reference}.2`, unitCost: 999 - Number(charge?.unitCost) },
  ]);
});

test("usage that is on no invoice any more after it was charged is asked about, and taken back", async () => {
  const [charge] = await usageCharged();
  const { invoiceId, rows } = await usageRows();
  await rig.control.edit("prism", "invoices", invoiceId, { removeRows: rows });
  const first = await scheduled();
  expect(await usageItem(first.id)).toMatchObject({ outcome: "held" });
  const held = await scheduled();
  const key = (await usageItem(held.id))?.key;
  const question = { runId: held.id, code: "credit_or_adjustment", key };
  expect((await questionOf(rig, question)).facts).toMatchObject({ costAmount: `-${charge?.unitCost}` });
  const catalog = await rig.control.entities("connectwise", "catalog");
  const item = catalog.find(({ identifier }) => identifier === "MS-SERVER");
  await rig.control.edit("connectwise", "catalog", Number(item?.id), { vendorSku: "PRISM-ADJUSTMENT" });
  expect((await decide(rig, question, "approve")).counts).toMatchObject({ applied: 1 });
  expect((await usageCharged()).map(({ unitCost }) => unitCost)).toEqual([
    charge?.unitCost,
    -Number(charge?.unitCost),
  ]);
  expect(await usageItem((await rig.run("customers")).id)).toBeUndefined();
});

test("usage that was charged stays settled while the setting is off: another agreement is not charged for it", async () => {
  const charged = await usageCharged();
  await changeSettings(rig, { azureEnabled: false });
  await rig.run("customers");
  await mapElsewhere();
  await changeSettings(rig, { azureEnabled: true });
  expect(await usageItem((await rig.run("customers")).id)).toMatchObject({ outcome: "held" });
  expect(await usageCharged()).toEqual(charged);
});

test("usage that was charged on an agreement is not charged anew on another once PRISM corrects it", async () => {
  const charged = await usageCharged();
  await mapElsewhere();
  await correctUsage("999.00");
  expect(await usageItem((await scheduled()).id)).toMatchObject({ outcome: "held" });
  expect(await usageCharged()).toEqual(charged);
});
