import { findTieOuts } from "@/db/queries/runs/run-progress";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { intentsOf, itemsOf, positionsOf, runIssuesOf } from "@/scripts/testing/rig-records";
import { Exact } from "@/workers/sync/plan/exact";

jest.setTimeout(120_000);

const azureCustomer = "Stonefruit Media";
const annualCustomer = "Brightwater Accounting";

const isOurs = /^[0-9a-f-]{36}:[a-z]+(\d{4})?$/;

let rig: Rig;
/** What October comes to for these customers, in partner cost. */
let invoiced: string;
beforeAll(async () => {
  rig = await startRig("troubled", {
    customers: [azureCustomer, annualCustomer],
    settings: { azureEnabled: true, annualEnabled: true },
    engine: { psaSettlesAfterMs: 300 },
  });
});
afterEach(() => rig.control.clearFaults());
afterAll(() => rig.close());

type Charge = { serialNumber: string; unitCost: number; unitPrice: number; quantity: number };

/** What stands in ConnectWise under references of this kind, by reference. */
async function charges(kind: string): Promise<(Charge & Record<string, unknown>)[]> {
  const all = await rig.control.entities("connectwise", "additions");
  return all
    .filter((one): one is Charge & Record<string, unknown> =>
      new RegExp(`:${kind}\\d{4}(\\.\\d+)?$`).test(String(one.serialNumber)),
    )
    .sort((a, b) => (a.serialNumber < b.serialNumber ? -1 : 1));
}

const writes = async () => (await rig.control.writes("connectwise")).length;

async function itemOf(runId: string, kind: string) {
  return (await itemsOf(rig, runId)).find((item) => item.key.endsWith(`:${kind}`));
}

test("usage becomes one charge of the period, a yearly payment one on its own agreement, and the money ties", async () => {
  await rig.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    effect: { kind: "lose_answer" },
    times: 40,
  });
  const run = await rig.run("customers");
  const [tieOut] = await findTieOuts(rig.db, { orgId: rig.orgId, runId: run.id });
  const ended = await itemsOf(rig, run.id);
  const failed = ended.filter((item) => ["failed", "unknown"].includes(item.outcome));
  expect(failed.map((item) => [item.title, item.reason])).toEqual([]);
  expect((await runIssuesOf(rig, run.id)).map((issue) => issue.code)).toEqual([]);

  const [azure, ...moreUsage] = await charges("azure");
  const usage = await itemOf(run.id, "azure");
  expect(moreUsage).toEqual([]);
  expect(usage).toMatchObject({ outcome: "applied", customerName: azureCustomer });
  expect(azure).toMatchObject({
    serialNumber: `${usage?.key}2610`,
    quantity: 1,
    effectiveDate: expect.stringContaining("2026-10-01"),
    cancelledDate: expect.stringContaining("2026-10-31"),
  });
  expect(new Exact(String(azure?.unitCost)).equals(usage?.costAmount ?? "0")).toBe(true);
  expect(new Exact(String(azure?.unitPrice)).equals(usage?.priceAmount ?? "0")).toBe(true);

  const [annual, ...moreAnnual] = await charges("annual");
  const yearly = await itemOf(run.id, "annual");
  expect(moreAnnual).toEqual([]);
  expect(yearly).toMatchObject({ outcome: "applied", customerName: annualCustomer });
  const [agreement] = (await rig.control.entities("connectwise", "agreements")).filter(
    (one) => one.id === annual?.agreementId,
  );
  expect(agreement).toMatchObject({ billOneTimeFlag: true });
  expect(String(annual?.agreementId)).toBe(yearly?.agreementId);
  const applied = ended.filter((item) => item.outcome === "applied");
  const money = applied.reduce((sum, item) => sum.plus(item.costAmount ?? 0), new Exact(0));
  expect(new Exact(tieOut?.applied ?? "0").equals(money)).toBe(true);
  invoiced = tieOut?.applied ?? "";
});

test("looked at again, nothing is charged twice", async () => {
  const before = await writes();
  for (const trigger of ["person", "schedule"] as const) {
    const run = await rig.run("customers", { trigger });
    expect(run.counts).toMatchObject({ applied: 0, failed: 0 });
  }
  expect(await writes()).toBe(before);
  const stands = (await positionsOf(rig)).filter(({ key }) => /:(azure|annual)$/.test(key));
  expect(stands.map((one) => [one.confirmedThrough, one.open, one.outstanding])).toEqual([
    ["2026-10-31", false, null],
    ["2026-10-31", false, null],
  ]);
});

test("what the PSA bills by charges is what PRISM invoiced", async () => {
  const bills = await rig.control.bill();
  const ours = bills
    .flatMap((bill) => bill.lines)
    .filter(({ serialNumber }) => isOurs.test(serialNumber ?? ""));
  const billed = ours.reduce((sum, line) => sum.plus(line.cost), new Exact(0));
  expect(billed.toFixed(2)).toBe(new Exact(invoiced).toFixed(2));
  for (const kind of ["azure", "annual"]) {
    const [charge] = await charges(kind);
    const lines = bills.flatMap((bill) => bill.lines).filter((line) => line.additionId === charge?.id);
    expect(lines.map((line) => [line.amount, line.cost])).toEqual([
      [charge?.unitPrice.toFixed(2), charge?.unitCost.toFixed(2)],
    ]);
  }
});

test("the next month's usage is a charge of its own, of the period that is billed next", async () => {
  await rig.control.issueNextInvoice();
  const run = await rig.run("customers", { trigger: "schedule" });
  expect(run.counts).toMatchObject({ failed: 0, unknown: 0 });
  const [, november, ...more] = await charges("azure");
  expect(more).toEqual([]);
  const usage = await itemOf(run.id, "azure");
  expect(november).toMatchObject({
    serialNumber: `${usage?.key}2611`,
    effectiveDate: expect.stringContaining("2026-11-01"),
  });
  expect(await charges("annual")).toHaveLength(1);
});

test("a charge that a worker sent before it was lost is found by its reference", async () => {
  await rig.control.bill();
  await rig.control.issueNextInvoice();
  await rig.control.fault({
    service: "connectwise",
    method: "POST",
    pattern: "/additions$",
    effect: { kind: "lose_answer" },
  });
  await rig.control.fault({
    service: "connectwise",
    method: "GET",
    pattern: "/additions$",
    skip: 2,
    times: 1,
    effect: { kind: "answer", status: 503, body: "" },
  });
  const run = await rig.run("customers", { trigger: "schedule" });
  const later = (await rig.runs()).at(-1);
  await rig.workOff(later?.id ?? run.id);
  expect((await charges("azure")).map(({ serialNumber }) => serialNumber.slice(-4))).toEqual([
    "2610",
    "2611",
    "2612",
  ]);
  const sent = (await intentsOf(rig, run.id)).filter((intent) => intent.operation === "create_charge");
  expect(sent.map((intent) => intent.state)).toEqual(["confirmed"]);
  expect(await rig.status("customers")).toMatchObject({ failed: 0, unknown: 0 });
});
