import { inOrg } from "@/db/client";
import { findTieOuts } from "@/db/queries/runs/run-progress";
import { issues, syncItems } from "@/db/schema";
import { type FinishedRun, type Rig, startRig } from "@/scripts/testing/rig";

jest.setTimeout(120_000);

describe("the troubled scenario", () => {
  let rig: Rig;
  let run: FinishedRun;
  beforeAll(async () => {
    rig = await startRig("troubled");
    run = await rig.run("customers");
  });
  afterAll(() => rig.close());

  async function itemsWithIssues() {
    return inOrg(rig.db, rig.orgId, async (tx) => {
      const items = (await tx.select().from(syncItems)).filter((item) => item.runId === run.id);
      const found = (await tx.select().from(issues)).filter((issue) => issue.runId === run.id);
      return items.map((item) => ({
        item,
        codes: found
          .filter((issue) => issue.itemId === item.id)
          .map((issue) => issue.code)
          .sort(),
      }));
    });
  }

  it("ends in Error, accounts for every cent, and syncs the customers without a trouble", async () => {
    expect(run.status).toBe("error");
    const [tieOut] = await findTieOuts(rig.db, { orgId: rig.orgId, runId: run.id });
    expect(tieOut).toBeDefined();
    expect(run.counts?.applied).toBeGreaterThan(100);
    expect(run.counts?.failed).toBeGreaterThan(0);
    expect(run.counts?.held).toBeGreaterThan(0);
  });

  it("says each trouble on its own line", async () => {
    const all = await itemsWithIssues();
    const seen = new Map<string, Set<string>>();
    for (const { item, codes } of all) {
      for (const code of codes) seen.set(code, (seen.get(code) ?? new Set()).add(item.outcome));
    }
    const outcomes = Object.fromEntries([...seen].map(([code, set]) => [code, [...set].sort()]));
    expect(outcomes).toEqual({
      agreement_ended: ["failed"],
      annual_skipped: ["skipped"],
      catch_up: ["held"],
      credit_or_adjustment: ["held"],
      customer_not_mapped: ["skipped"],
      existing_line: ["held"],
      prorate_disabled: ["applied"],
      source_product_not_found: ["failed"],
      trial_skipped: ["skipped"],
    });
    expect(all.filter(({ item }) => item.reason === "azure_off").length).toBeGreaterThan(0);
  });

  it("writes nothing beside what another tool left, and nothing on the ended agreement", async () => {
    const held = (await itemsWithIssues()).filter(({ codes }) =>
      codes.some((code) => ["existing_line", "agreement_ended"].includes(code)),
    );
    const keys = held.map(({ item }) => item.key);
    expect(keys.length).toBeGreaterThan(1);
    for (const write of await rig.control.writes("connectwise")) {
      for (const key of keys) expect(JSON.stringify(write.body)).not.toContain(key);
    }
  });

  it("tells the same again on the next run, and writes nothing new", async () => {
    const writes = (await rig.control.writes("connectwise")).length;
    const again = await rig.run("customers", { trigger: "schedule" });
    expect(again.status).toBe("error");
    expect((await rig.control.writes("connectwise")).length).toBe(writes);
    expect(again.counts?.failed).toBe(run.counts?.failed);
    expect(again.counts?.held).toBe(run.counts?.held);
    expect((await rig.status("customers"))?.lastSuccessfulAt).toBeNull();
  });

  it("previews without a write, a position or a mail", async () => {
    const writes = (await rig.control.writes("connectwise")).length;
    const before = await rig.status("customers");
    const preview = await rig.run("customers", { mode: "preview" });
    expect(preview.counts?.applied).toBe(0);
    expect((await rig.control.writes("connectwise")).length).toBe(writes);
    expect(await rig.status("customers")).toEqual(before);
  });
});
