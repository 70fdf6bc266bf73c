import { and, eq, inArray } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { customers, invoiceLines, invoices, mappings, subscriptions } from "@/db/schema";
import { billContracts, sumOf, totalOf } from "@/scripts/testing/contract-bills";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { issuesOf, itemsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("clean", { psa: "autotask" });
});
afterAll(() => rig.close());

const codesOf = async (runId: string) =>
  (await issuesOf(rig, runId)).map(({ code, facts, rawAnswer }) => [code, facts, rawAnswer]);

/** Contracts whose periods are calendar months, as PRISM's usage is. */
async function monthlyContracts(): Promise<number[]> {
  const all = await rig.control.entities("autotask", "contracts");
  const mapped = await inOrg(rig.db, rig.orgId, (tx) =>
    tx.select().from(mappings).where(eq(mappings.programSyncId, rig.programSync.id)),
  );
  const ours = new Set(mapped.map(({ psaAgreementId }) => psaAgreementId));
  return all
    .filter(({ id, startDate }) => ours.has(String(id)) && String(startDate).slice(8, 10) === "01")
    .map(({ id }) => Number(id));
}

/** What PRISM invoices for the newest month to the customers of these contracts. */
async function invoicedTo(contractIds: number[]) {
  return inOrg(rig.db, rig.orgId, async (tx) => {
    const current = await tx.select().from(invoices).where(eq(invoices.state, "current"));
    const newest = current.toSorted((a, b) => (a.periodStart < b.periodStart ? 1 : -1))[0];
    const lines = await tx
      .select({ cost: invoiceLines.costAmount, price: invoiceLines.priceAmount })
      .from(invoiceLines)
      .innerJoin(subscriptions, eq(subscriptions.subscriptionId, invoiceLines.subscriptionId))
      .innerJoin(customers, eq(customers.id, subscriptions.customerId))
      .innerJoin(mappings, eq(mappings.customerId, customers.id))
      .where(
        and(
          eq(invoiceLines.invoiceId, newest?.id ?? ""),
          eq(subscriptions.usageBased, false),
          eq(mappings.programSyncId, rig.programSync.id),
          inArray(mappings.psaAgreementId, contractIds.map(String)),
        ),
      );
    return { cost: sumOf(lines.map(({ cost }) => cost)), price: sumOf(lines.map(({ price }) => price)) };
  });
}

/** What the items of a run say that Autotask will bill differently, on these contracts. */
async function differences(runId: string, contractIds: number[]) {
  const items = (await itemsOf(rig, runId)).filter((item) => contractIds.includes(Number(item.agreementId)));
  return {
    cost: sumOf(items.map((item) => item.costDifference)),
    price: sumOf(items.map((item) => item.priceDifference)),
  };
}

test("a preview before anything was synced shows what a sync would do, and writes nothing", async () => {
  const preview = await rig.run("customers", { mode: "preview" });
  expect([preview.status, preview.counts?.failed, await codesOf(preview.id)]).toEqual(["success", 0, []]);
  expect(preview.counts?.planned).toBeGreaterThan(100);
  expect(await rig.control.writes("autotask")).toEqual([]);
});

test("every customer is brought to its contract, with a tie-out to the cent", async () => {
  const run = await rig.run("customers");
  expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
  const [tieOut] = await findTieOuts(rig.db, { orgId: rig.orgId, runId: run.id });
  expect(tieOut?.applied).toBe(tieOut?.total);
  expect(run.counts).toMatchObject({ failed: 0, held: 0, unknown: 0 });
  expect(run.counts?.applied).toBeGreaterThan(100);
});

test("the second time finds nothing to do, and writes nothing", async () => {
  const before = (await rig.control.writes("autotask")).length;
  const run = await rig.run("customers");
  expect([run.status, await codesOf(run.id)]).toEqual(["no_change", []]);
  expect((await rig.control.writes("autotask")).length).toBe(before);
});

/** Posts a month on the contracts by the calendar and compares it with PRISM's newest invoice. */
async function expectBilled(runId: string, until: string) {
  const contractIds = await monthlyContracts();
  expect(contractIds.length).toBeGreaterThan(20);
  const billed = totalOf(await billContracts(rig, { contractIds, until }));
  const explained = await differences(runId, contractIds);
  const invoiced = await invoicedTo(contractIds);
  const withDifference = (of: "cost" | "price") => sumOf([invoiced[of], explained[of]]);
  expect(billed).toEqual({ cost: withDifference("cost"), price: withDifference("price") });
}

test("approved and posted, it is what PRISM invoiced, each cent of difference explained", async () => {
  const live = (await rig.runs()).find((run) => run.mode === "live" && run.kind === "customers");
  await expectBilled(live?.id ?? "", "2026-10-31");
});

test("the months after, with joiners, leavers, returners and changed prices, are billed as PRISM invoiced them", async () => {
  for (const until of ["2026-11-30", "2026-12-31", "2027-01-31"]) {
    await rig.control.issueNextInvoice();
    const run = await rig.run("customers", { trigger: "schedule" });
    expect([run.status, await codesOf(run.id)]).toEqual(["success", []]);
    await expectBilled(run.id, until);
  }
});
