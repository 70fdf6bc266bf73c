import { inOrg } from "@/db/client";
import { acknowledgeWarnings } from "@/db/commands/portal/acknowledge-warnings";
import { excludeItem } from "@/db/commands/portal/exclude-item";
import { type Rig, startRig } from "@/scripts/testing/rig";
import { issuesOf, itemsOf, positionsOf } from "@/scripts/testing/rig-records";

jest.setTimeout(120_000);

let rig: Rig;
beforeAll(async () => {
  rig = await startRig("troubled", { customers: ["Brightwater Accounting"] });
});
afterAll(() => rig.close());

const annualPosition = async () => (await positionsOf(rig)).find(({ key }) => key.endsWith(":annual"));
const annualIssue = async (runId: string) =>
  (await issuesOf(rig, runId)).find(({ code }) => code === "annual_skipped");

/** Nothing but the annual payment is to keep the first month's invoice in sight. */
async function excludeCredits(runId: string) {
  const credits = (await itemsOf(rig, runId)).filter((item) => item.subject === "invoice_line");
  expect(credits.length).toBeGreaterThan(0);
  for (const { id } of credits) {
    const exclusion = { orgId: rig.orgId, runId, itemId: id, reason: "Settled by hand", expiresOn: null };
    await inOrg(rig.db, rig.orgId, (tx) => excludeItem(tx, { ...exclusion, excludedBy: rig.orgId }));
  }
}

test("an annual payment that is not brought over is said by every run until a person has seen it", async () => {
  const first = await rig.run("customers");
  const issue = await annualIssue(first.id);
  expect(first.status).toBe("warning");
  expect(issue?.acknowledged).toBe(false);
  await excludeCredits(first.id);
  for (const _month of [1, 2]) {
    await rig.control.issueNextInvoice();
    const run = await rig.run("customers", { trigger: "schedule" });
    expect(run.status).toBe("warning");
    expect((await annualIssue(run.id))?.factsHash).toBe(issue?.factsHash);
    expect(await annualPosition()).toMatchObject({ unacknowledged: true, runId: run.id });
  }
});

test("acknowledged, it is said no more, and its money stays accounted for", async () => {
  const [runId = ""] = (await rig.runs()).slice(-1).map((run) => run.id);
  const acknowledgedBy = "11111111-1111-4111-8111-111111111111";
  await inOrg(rig.db, rig.orgId, (tx) =>
    acknowledgeWarnings(tx, { orgId: rig.orgId, runId, acknowledgedBy, which: { code: "annual_skipped" } }),
  );
  expect(await annualPosition()).toMatchObject({ unacknowledged: false });
  await rig.control.issueNextInvoice();
  const run = await rig.run("customers", { trigger: "schedule" });
  expect((await annualIssue(run.id))?.acknowledged ?? true).toBe(true);
  expect(await annualPosition()).toMatchObject({ unacknowledged: false });
});
