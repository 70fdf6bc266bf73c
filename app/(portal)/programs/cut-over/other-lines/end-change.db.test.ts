import { eq } from "drizzle-orm";
import { chosenValue } from "@/app/(portal)/programs/cut-over/other-lines/chosen";
import { endLines, endLinesRule } from "@/app/(portal)/programs/cut-over/other-lines/end-change";
import { listOtherLines } from "@/db/queries/portal/other-lines";
import {
  agreementLines,
  auditEvents,
  intents,
  lineEndings,
  otherLines,
  runScopes,
  syncRuns,
} from "@/db/schema";
import { addInvoice, addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let sync: TestSync;
let banksia: string;
let people = 0;

const lastDay = "2026-11-30";

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  people += 1;
  const email = `anna-ends${people}@harbour.example`;
  anna = { ...(await addMember(databases.owner, { organisation: "Harbour", email })), role: "operator" };
  sync = await addProgramSync(databases.owner, anna.orgId);
  banksia = await addCustomer(databases.owner, sync, "Banksia");
  await addMapping(databases.owner, sync, {
    customerId: banksia,
    psaCompanyId: "11",
    psaAgreementId: "4001",
  });
});
afterAll(() => databases.end());

async function add(psaLineId: string, change: Partial<typeof otherLines.$inferInsert> = {}) {
  const { orgId, connectionId } = sync;
  const line = { psaAgreementId: "4001", psaLineId };
  await databases.owner.insert(otherLines).values({
    ...{ orgId, connectionId, ...line },
    psaItemId: "900",
    name: "M365 Bus Std",
    quantity: "12",
    unitCost: "15",
    unitPrice: "20",
    currency: "AUD",
    cycleMonths: 1,
    rank: 3,
    readAt: new Date("2026-11-01T00:00:00Z"),
    ...change,
  });
  return chosenValue({ ...line, ...change });
}

const press = (lines: string[], person: Parameters<typeof sendForm>[1] = anna, day = lastDay) =>
  sendForm(
    databases.portal,
    person,
    { rule: endLinesRule, change: endLines },
    { programSyncId: sync.programSyncId, lastDay: day, ...(lines.length > 0 && { "lines[]": lines }) },
  );

async function listed(of: TestSync = sync, limit = 50) {
  const page = await listOtherLines(databases.portal, { ...of, cursor: null, limit });
  return page.rows.map(({ psaLineId }) => psaLineId);
}

const endings = () =>
  databases.owner
    .select()
    .from(lineEndings)
    .where(eq(lineEndings.orgId, anna.orgId))
    .orderBy(lineEndings.psaLineId);

test("the ticked lines end on the named day, by one sync of just these, with an event each", async () => {
  const boxes = [await add("311"), await add("312")];
  await add("313");
  expect(await press(boxes)).toMatchObject({
    kind: "done",
    change: { notice: { title: "2 lines end on 30 Nov 2026, by this sync." } },
  });
  const rows = await endings();
  expect(rows).toMatchObject([
    {
      psaAgreementId: "4001",
      psaLineId: "311",
      key: "other:311",
      lastDay,
      state: "open",
      customerId: banksia,
    },
    { psaLineId: "312" },
  ]);
  const runs = await databases.owner.select().from(syncRuns).where(eq(syncRuns.orgId, anna.orgId));
  const customers = runs.filter(({ kind }) => kind === "customers");
  expect(customers).toHaveLength(1);
  const scope = await databases.owner
    .select()
    .from(runScopes)
    .where(eq(runScopes.runId, customers[0]?.id ?? ""));
  expect(scope.map(({ key }) => key).sort()).toEqual(rows.map(({ id }) => `ending:${id}`).sort());
  expect(await listed()).toEqual(["313"]);
  expect(await press(boxes)).toMatchObject({ kind: "refused", stale: true });
  expect(await endings()).toHaveLength(2);
  const events = await databases.owner.select().from(auditEvents).where(eq(auditEvents.orgId, anna.orgId));
  expect(events.map(({ action, subject }) => [action, subject])).toEqual([
    ["other_line_ended", "311"],
    ["other_line_ended", "312"],
  ]);
});

test("two people at once end a line once", async () => {
  const box = await add("311");
  const outcomes = await Promise.all([press([box]), press([box])]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "refused"]);
  expect(await endings()).toHaveLength(1);
});

test("no line of ours is listed or ended, nor one that a write of ours is about", async () => {
  const { orgId, connectionId, programSyncId } = sync;
  await addInvoice(databases.owner, sync, { start: "2026-10-01", end: "2026-10-31" }, { [banksia]: "10" });
  const own = await add("1");
  await databases.owner
    .insert(agreementLines)
    .values({ orgId, connectionId, psaAgreementId: "4001", psaLineId: "1", key: "s:licence" });
  const keyed = await add("2", { reference: `sub-${banksia}:licence` });
  const underWay = await add("3");
  await databases.owner.insert(intents).values({
    ...{ orgId, connectionId, programSyncId },
    runId: programSyncId,
    itemId: programSyncId,
    naturalKey: "x:licence",
    period: "2026-10-01",
    sequence: 1,
    operation: "change_line",
    psaAgreementId: "4001",
    targetId: "3",
    desired: {},
    bodyHash: "h",
    epoch: 1,
    state: "unknown",
  });
  const elsewhere = await add("4", { psaAgreementId: "9999" });
  await add("5", { reference: "RB-1", rank: 0 });
  await add("6");
  expect(await listed()).toEqual(["5", "6"]);
  expect(await press([own, keyed, underWay, elsewhere])).toMatchObject({ kind: "refused" });
  expect(await endings()).toEqual([]);
});

test("nothing is ended without a line, a day and a role, nor in another organisation", async () => {
  const box = await add("311");
  const email = `ben-ends${people}@quay.example`;
  const ben = await addMember(databases.owner, { organisation: "Quay", email });
  expect(await press([])).toMatchObject({ kind: "refused" });
  expect(await press([box], anna, "")).toMatchObject({
    kind: "refused",
    fieldErrors: { lastDay: expect.any(String) },
  });
  expect(await press([box], { ...anna, role: "viewer" })).toMatchObject({ kind: "refused" });
  expect(await press([box], { ...ben, role: "admin" })).toMatchObject({ kind: "refused" });
  expect(await press(["311"])).toMatchObject({ kind: "refused" });
  expect(await endings()).toEqual([]);
  expect(await listed({ ...sync, orgId: ben.orgId })).toEqual([]);
});
