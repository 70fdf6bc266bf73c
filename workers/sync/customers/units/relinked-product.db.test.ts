import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { productLinks } from "@/db/schema";
import { billContracts, sumOf, totalOf } from "@/scripts/testing/contract-bills";
import { agreementOf, issuesOf, itemsOf } from "@/scripts/testing/rig-records";
import { startUnitsBench, type UnitsBench } from "@/scripts/testing/units-bench";

jest.setTimeout(120_000);

const customer = "Lighthouse Conveyancing";

let bench: UnitsBench;
let contractId: number;
beforeAll(async () => {
  bench = await startUnitsBench({ engine: { psaSettlesAfterMs: 300 } });
  await bench.turnOn(customer);
  contractId = Number(await agreementOf(bench, customer));
});
afterAll(() => bench.close());

/** A person links a product of the customer to a service that stands for nothing else. Gives both services' names. */
async function relink(runId: string): Promise<{ from: string; to: string; units: number }> {
  const items = await itemsOf(bench, runId);
  const [item] = items.filter(
    ({ customerName, subject }) => customerName === customer && subject === "subscription",
  );
  const of = and(
    eq(productLinks.programSyncId, bench.programSync.id),
    eq(productLinks.productId, item?.productId ?? ""),
  );
  const links = await inOrg(bench.db, bench.orgId, (tx) => tx.select().from(productLinks));
  const taken = new Set(links.map(({ psaItemId }) => psaItemId));
  const services = await bench.control.entities("autotask", "services");
  const link = links.find(({ productId }) => productId === item?.productId);
  const old = services.find(({ id }) => String(id) === link?.psaItemId);
  const fresh = services.find(
    ({ id, name, isActive }) => isActive && !taken.has(String(id)) && !String(name).startsWith("PC_"),
  );
  if (!old || !fresh) throw new Error("There is no other service.");
  await inOrg(bench.db, bench.orgId, (tx) =>
    tx
      .update(productLinks)
      .set({ psaItemId: String(fresh.id), origin: "person" })
      .where(of),
  );
  const units = (await bench.unitsOf(customer, "2026-10-31")).get(String(old.name))?.units ?? 0;
  return { from: String(old.name), to: String(fresh.name), units };
}

test("its units move to the new service from the first open day, and no day is billed on both or on neither", async () => {
  const october = await bench.run("customers");
  expect([october.status, await issuesOf(bench, october.id)]).toEqual(["success", []]);
  await billContracts(bench, { contractIds: [contractId], until: "2026-10-31" });
  const { from, to, units } = await relink(october.id);
  expect(units).toBeGreaterThan(0);

  await bench.control.issueNextInvoice();
  const november = await bench.run("customers", { trigger: "schedule" });
  expect([november.status, await issuesOf(bench, november.id)]).toEqual(["success", []]);
  const on = async (day: string) => {
    const held = await bench.unitsOf(customer, day);
    return [held.get(from)?.units ?? 0, held.get(to)?.units ?? 0];
  };
  expect(await on("2026-10-31")).toEqual([units, 0]);
  for (const day of ["2026-11-01", "2026-11-15", "2026-12-15"]) {
    const [before, after] = await on(day);
    expect([day, before]).toEqual([day, 0]);
    expect(after).toBeGreaterThan(0);
    expect(await bench.ourUnitsOn(day)).toBe(await bench.confirmedOn(day));
  }
  const items = (await itemsOf(bench, november.id)).filter(({ subject }) => subject === "subscription");
  const bills = await billContracts(bench, { contractIds: [contractId], until: "2026-11-30" });
  const invoiced = await bench.invoiced(customer);
  const explained = sumOf(items.map(({ costDifference }) => costDifference));
  expect(totalOf(bills).cost).toBe(sumOf([invoiced, explained]));
  await bench.newWrites();
  expect((await bench.run("customers")).status).toBe("no_change");
  expect(await bench.newWrites()).toEqual([]);
});
