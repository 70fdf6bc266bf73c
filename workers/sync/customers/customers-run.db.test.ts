import { Decimal } from "decimal.js";
import { inOrg } from "@/db/client";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { invoiceLines, invoices, issues, syncItems } from "@/db/schema";
import { type Rig, startRig } from "@/scripts/testing/rig";

jest.setTimeout(120_000);

function sum(amounts: string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)).toFixed(2);
}

/** What PRISM invoices for the newest month, and what the PSA bills for our lines, in cost and retail. */
async function compareBills(rig: Rig) {
  const bills = await rig.control.bill();
  const ours = bills.flatMap((bill) => bill.lines).filter((line) => line.serialNumber);
  const prism = await inOrg(rig.db, rig.orgId, async (tx) => {
    const [newest] = (await tx.select().from(invoices)).sort((a, b) =>
      a.periodStart < b.periodStart ? 1 : -1,
    );
    const lines = await tx.select().from(invoiceLines);
    return lines.filter((line) => line.invoiceId === newest?.id);
  });
  return {
    billed: { cost: sum(ours.map((line) => line.cost)), price: sum(ours.map((line) => line.amount)) },
    invoiced: {
      cost: sum(prism.map((line) => line.costAmount)),
      price: sum(prism.map((line) => line.priceAmount)),
    },
  };
}

async function describeIssues(rig: Rig) {
  return inOrg(rig.db, rig.orgId, async (tx) =>
    (await tx.select().from(issues)).map((issue) => [issue.code, issue.facts, issue.rawAnswer]),
  );
}

describe("a month of the clean scenario, from PRISM's invoice to ConnectWise's", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig("clean");
  });
  afterAll(() => rig.close());

  it("shows in a preview, before anything was ever synced, what a sync would do", async () => {
    const preview = await rig.run("customers", { mode: "preview" });
    expect([preview.status, preview.counts?.failed]).toEqual(["success", 0]);
    expect(preview.counts?.planned).toBeGreaterThan(100);
    expect(await rig.control.writes("connectwise")).toEqual([]);
  });

  it("brings products first, then every customer, to Success with a tie-out to the cent", async () => {
    const run = await rig.run("customers");
    expect(await describeIssues(rig)).toEqual([]);
    expect(run.status).toBe("success");
    expect((await rig.status("products"))?.lastRunStatus).toBe("success");
    const [tieOut] = await findTieOuts(rig.db, { orgId: rig.orgId, runId: run.id });
    expect(tieOut?.applied).toBe(tieOut?.total);
    expect(run.counts?.applied).toBeGreaterThan(100);
  });

  it("is billed by ConnectWise as PRISM invoiced it, in cost and in retail", async () => {
    const { billed, invoiced } = await compareBills(rig);
    expect(billed).toEqual(invoiced);
  });

  it("finds nothing to do the second time, and writes nothing", async () => {
    const before = (await rig.control.writes("connectwise")).length;
    const run = await rig.run("customers");
    expect(run.status).toBe("no_change");
    expect((await rig.control.writes("connectwise")).length).toBe(before);
    const items = await inOrg(rig.db, rig.orgId, (tx) => tx.select().from(syncItems));
    expect(items.filter((item) => item.runId === run.id)).toEqual([]);
  });

  it("carries the next months' changes over, and stays equal to the cent", async () => {
    for (const _month of [1, 2]) {
      await rig.control.issueNextInvoice();
      const run = await rig.run("customers", { trigger: "schedule" });
      expect([run.status, await describeIssues(rig)]).toEqual(["success", []]);
      const { billed, invoiced } = await compareBills(rig);
      expect(billed).toEqual(invoiced);
    }
  });

  it("asks PRISM at most twice and the PSA never when nothing is new", async () => {
    const run = await rig.run("customers", { trigger: "schedule" });
    expect(run.status).toBe("no_change");
  });
});
