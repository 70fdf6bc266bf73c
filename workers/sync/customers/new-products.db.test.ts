import { inOrg } from "@/db/client";
import { syncCustomers } from "@/db/commands/portal/sync-customers";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { changeSettings, customerIdOf } from "@/scripts/testing/rig-decisions";
import { issuesOf, turnOn } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

const first = "Lighthouse Conveyancing";

let rig: Rig;
beforeEach(async () => {
  rig = await startRig("clean", { customers: [first] });
  expect((await rig.run("customers")).status).toBe("success");
});
afterEach(() => rig.close());

/** A person presses Run now, some times at once, and the worker works off what is due. */
async function runNow(presses = 1) {
  const known = new Set((await rig.runs()).map(({ id }) => id));
  const asked = await Promise.all(Array.from({ length: presses }, () => rig.request("customers")));
  for (const id of new Set(asked)) await rig.workOff(id);
  const run = await rig.findRun(asked[0] ?? "");
  const fresh = (await rig.runs()).filter(({ id }) => !known.has(id));
  const codes = new Set((await issuesOf(rig, run.id)).map(({ code }) => code));
  return { run, codes, kinds: fresh.map(({ kind, status }) => `${kind} ${status}`).sort() };
}

/** The newest invoice bills a customer three seats more, of a product that nobody in sync has had. */
async function issueNewProduct(): Promise<void> {
  const items = await rig.control.entities("connectwise", "catalog");
  const linked = new Set(items.map(({ vendorSku }) => vendorSku));
  const products = await rig.control.entities("prism", "products");
  const fresh = products.find(({ sku, listed, isTrial }) => !linked.has(sku) && listed && !isTrial);
  const held = await rig.control.entities("prism", "subscriptions");
  const subscription = held.find(({ customerName, status }) => customerName === first && status === "Active");
  const change = { productId: fresh?.productId, productName: fresh?.name };
  await rig.control.edit("prism", "subscriptions", String(subscription?.id), change);
  await rig.control.issueNextInvoice();
  const { invoiceId, lines } = await rig.control.newestInvoice();
  const own = lines.filter(({ subscriptionId }) => subscriptionId === subscription?.id);
  const changeLines = own.map(({ row, quantity }) => ({ row, quantity: String(Number(quantity) + 3) }));
  await rig.control.edit("prism", "invoices", invoiceId, { changeLines });
}

test("a product that is new on the newest invoice gets its item first, however often Run now is pressed", async () => {
  await issueNewProduct();
  const { run, codes, kinds } = await runNow(5);
  expect([run.status, codes, kinds]).toEqual([
    "success",
    new Set(),
    ["customers success", "products success"],
  ]);
  expect((await runNow()).kinds).toEqual(["customers no_change"]);
});

test("pressed again while the products run, neither is run a third time", async () => {
  await issueNewProduct();
  const asked = await rig.request("customers");
  expect(await rig.work(asked)).toMatchObject({ ended: "postponed" });
  expect(await rig.findRun(asked)).toMatchObject({ status: "queued", attempts: 0 });
  const again = await rig.request("customers");
  await rig.workOff(asked);
  expect((await rig.workOff(again)).status).toBe("no_change");
  const kinds = (await rig.runs()).map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["customers", "customers", "customers", "products", "products"]);
});

test("a customer that was switched on brings its products with it", async () => {
  await turnOn(rig, "Banksia Dental Group");
  const { run, codes, kinds } = await runNow();
  expect([run.status, codes.has("product_not_linked")]).toEqual(["success", false]);
  expect(kinds).toEqual(["customers success", "products success"]);
});

test("so does one that is synced by itself", async () => {
  await turnOn(rig, "Banksia Dental Group");
  const { orgId, id: programSyncId, connectionId } = rig.programSync;
  const customerIds = [await customerIdOf(rig, "Banksia Dental Group")];
  const asked = await inOrg(rig.db, orgId, (tx) =>
    syncCustomers(tx, { orgId, programSyncId, connectionId, customerIds, requestedBy: orgId }),
  );
  const run = await rig.workOff(asked.kind === "queued" ? asked.runId : "");
  const codes = (await issuesOf(rig, run.id)).map(({ code }) => code);
  expect([run.status, codes]).toEqual(["success", []]);
  const kinds = (await rig.runs()).map(({ kind }) => kind).sort();
  expect(kinds).toEqual(["customers", "customers", "products", "products"]);
});

test("where products are not kept, its lines fail, and nothing is made in the PSA's catalogue", async () => {
  await changeSettings(rig, { productsEnabled: false });
  await issueNewProduct();
  const { codes, kinds } = await runNow();
  expect([codes, kinds]).toEqual([new Set(["product_not_linked"]), ["customers error"]]);
});

test("what the products run could not link is not tried again with every press", async () => {
  await rig.control.settings({ connectwise: { denied: ["catalog:add"] } });
  await issueNewProduct();
  const { codes, kinds } = await runNow();
  expect([codes, kinds]).toEqual([new Set(["product_not_linked"]), ["customers error", "products error"]]);
  expect((await runNow()).kinds).toEqual(["customers error"]);
});
