import { eq, sql } from "drizzle-orm";
import { inOrg, openDatabase } from "@/db/client";
import { customers, exclusions, mappings, organisations } from "@/db/schema";
import { issuesOf, itemsOf, mailsOf, positionsOf } from "@/scripts/testing/rig-records";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeEach(async () => {
  bench = await startWriteBench();
  await bench.turnOn("Lighthouse Conveyancing");
  expect((await bench.run("customers")).status).toBe("success");
});
afterEach(async () => {
  await bench.expectNothingDoubled();
  await bench.close();
});

const scheduled = () => bench.run("customers", { trigger: "schedule" });

const editInvoice = (invoiceId: string, change: object) =>
  bench.control.edit("prism", "invoices", invoiceId, change);

function lineOf(subscriptionId: string, amount: string) {
  return {
    subscriptionId,
    offerName: "Goodwill credit",
    chargeStart: "2026-10-01",
    chargeEnd: "2026-10-31",
    unitPrice: amount,
    unitPriceRrp: amount,
    quantity: "1",
    billableRatio: "1",
    subTotal: amount,
    subTotalRrp: amount,
  };
}

/** The first line for a whole month that we bill: its row, its key and the addition. */
async function billedLine() {
  const { invoiceId, lines } = await bench.control.newestInvoice();
  const additions = await bench.control.ourAdditions();
  for (const line of lines) {
    const key = `${line.subscriptionId}:licence`;
    const addition = additions.find(({ serialNumber }) => serialNumber === key);
    if (addition && Number(line.billableRatio) === 1) return { invoiceId, line, key, addition };
  }
  throw new Error("We bill no line for a whole month.");
}

const quantityOf = async (key: string) =>
  (await bench.control.ourAdditions()).find(({ serialNumber }) => serialNumber === key)?.quantity;

test("a credit that nobody has dealt with stays held, whatever invoices come after it", async () => {
  const { invoiceId } = await bench.control.newestInvoice();
  await editInvoice(invoiceId, { addLines: [lineOf("", "-12.00")] });
  expect((await bench.run("customers")).status).toBe("warning");
  for (const _month of [1, 2]) {
    await bench.control.issueNextInvoice();
    await bench.control.bill();
    const run = await scheduled();
    expect([run.status, run.counts?.held]).toEqual(["warning", 1]);
    expect(await bench.status("customers")).toMatchObject({ held: 1 });
  }
  expect((await mailsOf(bench)).map((mail) => mail.purpose)).toEqual(["review"]);
});

test("an invoice that PRISM corrects later is brought over by the next scheduled run", async () => {
  const { invoiceId, line, key } = await billedLine();
  await editInvoice(invoiceId, { changeLines: [{ row: line.row, quantity: "23" }] });
  const run = await scheduled();
  expect([run.status, run.counts?.applied]).toEqual(["success", 1]);
  expect(await quantityOf(key)).toBe(23);
  expect((await scheduled()).status).toBe("no_change");
  await editInvoice(invoiceId, { changeLines: [{ row: line.row, quantity: line.quantity }] });
  expect((await scheduled()).counts?.applied).toBe(1);
  expect(await quantityOf(key)).toBe(Number(line.quantity));
});

test("an older invoice that PRISM corrects is planned again too; what is billed is not changed but held", async () => {
  const { invoiceId, line, key } = await billedLine();
  await bench.control.bill();
  await bench.control.issueNextInvoice();
  expect((await scheduled()).status).toMatch(/success|no_change/);
  const before = await quantityOf(key);
  await editInvoice(invoiceId, { changeLines: [{ row: line.row, quantity: "29" }] });
  const run = await scheduled();
  const [item] = (await itemsOf(bench, run.id)).filter((one) => one.key === key);
  const codes = (await issuesOf(bench, run.id)).filter(({ itemId }) => itemId === item?.id);
  expect([run.status, item?.outcome, codes.map((issue) => issue.code)]).toEqual([
    "warning",
    "held",
    ["catch_up"],
  ]);
  expect(await quantityOf(key)).toBe(before);
});

test("an invoice that is withdrawn is held until another stands in for it", async () => {
  const { invoiceId, key } = await billedLine();
  const before = await quantityOf(key);
  await editInvoice(invoiceId, { voided: true });
  for (const _look of [1, 2]) {
    const run = await scheduled();
    const held = (await itemsOf(bench, run.id)).filter((item) => item.outcome === "held");
    expect([run.status, held.length, held[0]?.title]).toEqual(["warning", 1, `Invoice ${invoiceId}`]);
    expect(await bench.status("customers")).toMatchObject({ held: 1 });
  }
  expect(await quantityOf(key)).toBe(before);
  const writes = (await bench.control.writes("connectwise")).length;
  const asked = await bench.run("customers");
  expect([asked.status, asked.counts?.held, asked.counts?.applied]).toEqual(["warning", 1, 0]);
  expect((await bench.control.writes("connectwise")).length).toBe(writes);
  await editInvoice(invoiceId, { voided: false });
  const again = await scheduled();
  expect([again.status, again.counts?.held]).toEqual(["no_change", 0]);
  expect(await bench.status("customers")).toMatchObject({ held: 0, lastSuccessfulAt: again.finishedAt });
});

test("a customer whose sync is turned off is outstanding no longer", async () => {
  await bench.turnOn("Tamar Hill Cellars");
  const tamar = inOrg(bench.db, bench.orgId, (tx) =>
    tx.select({ id: customers.id }).from(customers).where(eq(customers.name, "Tamar Hill Cellars")),
  );
  const [{ id = "" } = {}] = await tamar;
  const change = (values: Partial<typeof mappings.$inferInsert>) =>
    inOrg(bench.db, bench.orgId, (tx) => tx.update(mappings).set(values).where(eq(mappings.customerId, id)));
  await change({ psaAgreementId: "999999" });
  expect((await scheduled()).status).toBe("error");
  expect((await bench.status("customers"))?.failed).toBeGreaterThan(0);
  await change({ enabled: false });
  const run = await scheduled();
  expect(run.status).toBe("no_change");
  expect(await bench.status("customers")).toMatchObject({ failed: 0, failingSince: null });
});

test("a product that fails is outstanding until nobody uses it any more", async () => {
  const { line } = await billedLine();
  const [subscription] = (await bench.control.entities("prism", "subscriptions")).filter(
    ({ id }) => id === line.subscriptionId,
  );
  const [product] = (await bench.control.entities("prism", "products")).filter(
    ({ id }) => id === subscription?.productId,
  );
  const twin = (await bench.control.entities("prism", "products")).find(({ id }) => id !== product?.id);
  await bench.control.edit("prism", "products", String(product?.id), { sku: String(twin?.sku) });
  expect((await bench.run("products")).status).toBe("error");
  await bench.control.edit("prism", "products", String(product?.id), { sku: String(product?.sku) });
  expect((await bench.run("products")).status).toMatch(/success|no_change/);
  expect(await bench.status("products")).toMatchObject({ failed: 0, failingSince: null });
});

/** Puts the organisation where it is noon, so that no midnight comes in between; gives the day there. */
async function moveToNoon(): Promise<string> {
  const ahead = 12 - new Date().getUTCHours();
  // The names of these zones count the other way round.
  const timeZone = `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
  const owner = openDatabase(bench.database.ownerUrl, { maxConnections: 1 });
  await owner.db.update(organisations).set({ timeZone });
  await owner.close();
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date());
}

test("an exclusion holds up to its last day, and not a day longer", async () => {
  const { invoiceId, line, key } = await billedLine();
  const exclude = (expiresOn: string) =>
    inOrg(bench.db, bench.orgId, (tx) =>
      tx.execute(sql`
        insert into exclusions (org_id, program_sync_id, key, reason, expires_on, excluded_by)
        values (${bench.orgId}, ${bench.programSync.id}, ${key}, 'Billed by hand', ${expiresOn}, ${bench.orgId})
        on conflict (org_id, program_sync_id, key) do update set expires_on = excluded.expires_on`),
    );
  const today = await moveToNoon();
  await editInvoice(invoiceId, { changeLines: [{ row: line.row, quantity: "19" }] });
  await exclude(today);
  const kept = await scheduled();
  expect([kept.status, kept.counts?.applied]).toEqual(["no_change", 0]);
  expect(await quantityOf(key)).toBe(Number(line.quantity));
  expect(await inOrg(bench.db, bench.orgId, (tx) => tx.select().from(exclusions))).toHaveLength(1);

  await exclude("2026-01-31");
  const run = await bench.run("customers");
  expect([run.status, run.counts?.applied, await quantityOf(key)]).toEqual(["success", 1, 19]);
});

test("after a good run everything open is confirmed up to the end of the invoice, and nothing is outstanding", async () => {
  const positions = await positionsOf(bench);
  expect(positions.filter((position) => position.outstanding !== null)).toEqual([]);
  const open = positions.filter((position) => position.kind === "customers" && position.open);
  expect(open.every((position) => position.confirmedThrough === "2026-10-31")).toBe(true);
  expect(open.length).toBeGreaterThan(0);
});
