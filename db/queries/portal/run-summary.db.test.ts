import { eq, sql } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { decideIssue } from "@/db/commands/portal/decisions/decide-issue";
import { excludeItem } from "@/db/commands/portal/exclude-item";
import { getRunSummary } from "@/db/queries/portal/run-summary";
import { issues, runSummaries, syncItems, syncRuns, syncStatus } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import {
  addCustomer,
  addItem,
  addProgramSync,
  addRun,
  addStatus,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let sync: TestSync;
let run: TestRun;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  const { owner } = databases;
  const email = `anna-${Date.now()}@harbour.example`;
  anna = await addMember(owner, { organisation: "Harbour IT", email });
  sync = await addProgramSync(owner, anna.orgId);
  await addStatus(owner, sync);
  run = await addRun(owner, sync);
  const held = [{ code: "large_change", severity: "held" as const }];
  const customerId = await addCustomer(owner, sync, "Wattle");
  await addItem(owner, run, "one", {
    outcome: "failed",
    issues: [{ code: "agreement_ended", severity: "error" }],
  });
  await addItem(owner, run, "two", { outcome: "held", customerId, issues: held });
  await addItem(owner, run, "three", { outcome: "held", customerId, issues: held });
});
afterAll(() => databases.end());

const summary = (change: Partial<Parameters<typeof getRunSummary>[1]> = {}) =>
  getRunSummary(databases.portal, { ...run, isOver: true, ...change });

const decidable = async () => {
  const { causes } = await summary();
  return causes.find((cause) => cause.code === "large_change")?.decidable;
};

const keptRows = () => databases.owner.select().from(runSummaries).where(eq(runSummaries.runId, run.id));

const itemOf = async (key: string) => {
  const [item] = await databases.owner
    .select()
    .from(syncItems)
    .where(sql`run_id = ${run.id} and key = ${key}`);
  const [issue] = await databases.owner.select().from(issues).where(sql`item_id = ${item?.id}`);
  return { orgId: anna.orgId, runId: run.id, itemId: item?.id ?? "", issueId: issue?.id ?? "" };
};

test("what was counted once is kept, and is counted no second time", async () => {
  const first = await summary();
  expect(first.counts).toMatchObject({ listed: 3, byOutcome: { failed: 1, held: 2 }, retryable: 1 });
  // Behind the back of every command, so that only a second count could tell.
  await databases.owner.delete(syncItems).where(eq(syncItems.runId, run.id));
  expect(await summary()).toEqual(first);
});

test("a decision, an exclusion and a later run each make it count again", async () => {
  expect(await decidable()).toBe(2);
  const decision = { choice: "approve" as const, details: {}, decidedBy: anna.userId };
  const two = await itemOf("two");
  await inOrg(databases.portal, anna.orgId, (tx) => decideIssue(tx, { ...two, ...decision }));
  expect(await decidable()).toBe(1);

  const exclusion = { reason: "by hand", expiresOn: null, excludedBy: anna.userId };
  const one = await itemOf("one");
  await inOrg(databases.portal, anna.orgId, (tx) => excludeItem(tx, { ...one, ...exclusion }));
  expect((await summary()).counts.retryable).toBe(0);
});

test("it is neither used nor kept while the run or another of its connection goes on", async () => {
  await summary({ isOver: false });
  expect(await keptRows()).toEqual([]);

  const { listed } = (await summary()).counts;
  const active = await addRun(databases.owner, sync, { status: "running", finishedAt: null });
  await addItem(databases.owner, run, "four");
  expect((await summary()).counts.listed).toBe(listed + 1);

  await databases.owner.update(syncRuns).set({ status: "success" }).where(eq(syncRuns.id, active.id));
  await databases.owner.update(syncStatus).set({ standing: 1 }).where(eq(syncStatus.orgId, anna.orgId));
  expect((await summary()).counts.listed).toBe(listed + 1);
  expect(await keptRows()).toMatchObject([{ standing: 1 }]);
});

test("another organisation sees nothing of it, and leaves nothing behind", async () => {
  await summary();
  const ben = await addMember(databases.owner, {
    organisation: "Quay",
    email: `ben-${Date.now()}@quay.example`,
  });
  await expect(summary({ orgId: ben.orgId })).rejects.toThrow();
  expect(await keptRows()).toHaveLength(1);
});
