import { and, eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { listProgramCustomers } from "@/db/queries/portal/program-customers";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { customers, mappings } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { issuesOf, itemsOf, runIssuesOf } from "@/scripts/testing/rig-records";
import { Exact } from "@/workers/sync/plan/exact";

jest.setTimeout(120_000);

/** Its tenant is invoiced under the first contract agreement, and with the other's subscriptions under the second. */
const name = "Stonefruit Media";
const other = "Saltmarsh Boatbuilders";

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("wide", { slug: "microsoft", customers: [name], settings: { azureEnabled: true } });
  const known = await rig.control.entities("prism", "customers");
  const tenantOf = (of: string) => known.find((one) => one.name === of);
  await rig.control.edit("prism", "customers", String(tenantOf(other)?.id), {
    tenantId: tenantOf(name)?.tenantId,
  });
  const held = await rig.control.entities("prism", "subscriptions");
  const usage = held.find((one) => one.customerName === other && one.status === "Active");
  await rig.control.edit("prism", "subscriptions", String(usage?.id), { displayTemplate: "Azure" });
});
afterAll(() => rig.close());

/** Both customers that the tenant is, the one under the first agreement first. */
async function theTwo() {
  const rows = await inOrg(rig.db, rig.orgId, (tx) =>
    tx
      .select()
      .from(customers)
      .where(and(eq(customers.orgId, rig.orgId), eq(customers.programId, rig.programSync.programId))),
  );
  const first = rows.find((row) => row.name === name);
  const second = rows.find((row) => row.tenantId === first?.tenantId && row.id !== first?.id);
  if (!first || !second) throw new Error("The tenant is not under two agreements.");
  return { first, second };
}

async function expectToTie(runId: string) {
  const tieOuts = await findTieOuts(rig.db, { orgId: rig.orgId, runId });
  expect(tieOuts.length).toBeGreaterThanOrEqual(3);
  for (const { total, applied, unchanged, held, skipped, failed } of tieOuts) {
    const parts = [applied, unchanged, held, skipped, failed];
    expect(parts.reduce((sum, part) => sum.plus(part), new Exact(0)).toFixed()).toBe(total);
  }
  expect((await runIssuesOf(rig, runId)).map(({ code }) => code)).toEqual([]);
}

async function usageCharges(): Promise<string[]> {
  const all = await rig.control.entities("connectwise", "additions");
  const references = all.map(({ serialNumber }) => String(serialNumber));
  return references.filter((reference) => /:azure\d{4}/.test(reference)).sort();
}

test("while only one of them is mapped, the other's lines are told as unmapped and every invoice ties", async () => {
  const run = await rig.run("customers");
  await expectToTie(run.id);
  const { second } = await theTwo();
  const items = await itemsOf(rig, run.id);
  expect(items.find(({ customerId }) => customerId === second.id)).toMatchObject({
    outcome: "skipped",
    customerName: other,
  });
  expect(items.filter(({ outcome }) => ["failed", "unknown"].includes(outcome))).toEqual([]);
  expect(await usageCharges()).toHaveLength(1);
});

test("the portal tells them apart by their agreement, and nobody else", async () => {
  const { orgId, id: programSyncId, programId, connectionId } = rig.programSync;
  const of = { orgId, programSyncId, programId, connectionId };
  const every = { search: "", filter: "all", sort: "name", cursor: null, limit: 100 } as const;
  const { rows } = await listProgramCustomers(rig.db, { ...of, ...every });
  const { first, second } = await theTwo();
  const told = rows.flatMap((row) => row.sharedTenantAgreement ?? []);
  expect(told.sort()).toEqual([first.contractAgreementId, second.contractAgreementId].sort());
});

test("both on one agreement of the PSA: every subscription has its line, and each usage a charge of its own", async () => {
  const { first, second } = await theTwo();
  const of = and(eq(mappings.programSyncId, rig.programSync.id), eq(mappings.customerId, first.id));
  await inOrg(rig.db, rig.orgId, async (tx) => {
    const [mapping] = await tx.select().from(mappings).where(of);
    if (!mapping) throw new Error("It is not mapped.");
    const { id: _, ...same } = mapping;
    await tx.insert(mappings).values({ ...same, customerId: second.id });
  });
  await rig.run("products");
  const run = await rig.run("customers");
  await expectToTie(run.id);
  expect((await issuesOf(rig, run.id)).filter(({ severity }) => severity === "error")).toEqual([]);
  const items = (await itemsOf(rig, run.id)).filter(({ customerId }) => customerId === second.id);
  expect(items.length).toBeGreaterThan(1);
  expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(["applied"]));
  const charges = await usageCharges();
  expect(new Set(charges.map((reference) => reference.replace(/:.*/, ""))).size).toBe(2);
  expect(charges.map((reference) => reference.slice(-9))).toEqual(["azure2610", "azure2610"]);
});

test("looked at again nothing is written; the next month brings a further charge of each", async () => {
  const before = (await rig.control.writes("connectwise")).length;
  const again = await rig.run("customers");
  expect(again.counts).toMatchObject({ applied: 0, failed: 0 });
  expect((await rig.control.writes("connectwise")).length).toBe(before);
  await rig.control.bill();
  await rig.control.issueNextInvoice();
  const run = await rig.run("customers", { trigger: "schedule" });
  await expectToTie(run.id);
  expect(run.counts).toMatchObject({ failed: 0, unknown: 0 });
  expect((await usageCharges()).map((reference) => reference.slice(-4)).sort()).toEqual([
    "2610",
    "2610",
    "2611",
    "2611",
  ]);
});
