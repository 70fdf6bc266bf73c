import { eq } from "drizzle-orm";
import type { PageCursor } from "@/db/queries/portal/keyset";
import { listWaiting, type WaitingFilter, waitingKey } from "@/db/queries/portal/list-waiting";
import { isSyncGoingOn, listWaitingCauses } from "@/db/queries/portal/waiting-causes";
import { syncRuns } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import {
  addItem,
  addProgramSync,
  addRun,
  addStatus,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let otto: TestMember;
let sync: TestSync;
let earlier: TestRun;
let later: TestRun;

const held = (code: string) => ({
  outcome: "held" as const,
  issues: [{ code, severity: "held" as const }],
});

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  otto = await addMember(owner, { organisation: "Quay IT", email: "otto@quay.example" });
  sync = await addProgramSync(owner, anna.orgId);
  earlier = await addRun(owner, sync);
  later = await addRun(owner, sync, { queuedAt: new Date("2026-11-03T00:03:00Z") });
  const dogwood = { customerName: "Dogwood Legal" };
  await addItem(owner, earlier, "s1:licence", { ...held("catch_up"), ...dogwood, title: "Visio Plan 2" });
  await addItem(owner, later, "s2:licence", { ...held("catch_up"), customerName: "banksia dental" });
  await addItem(owner, later, "s3:licence", { ...held("large_change"), ...dogwood });
  await addItem(owner, later, "s4:licence", {
    outcome: "failed",
    issues: [
      { code: "prorate_disabled", severity: "warning" },
      { code: "agreement_ended", severity: "error" },
    ],
  });
  await addItem(owner, later, "s5:licence", {
    outcome: "applied",
    issues: [{ code: "price_below_cost", severity: "warning" }],
  });
  await addItem(owner, later, "customer:1", {
    outcome: "skipped",
    issues: [{ code: "customer_not_mapped", severity: "warning" }],
  });
  await addItem(owner, later, "s6:licence", { outcome: "applied" });
});
afterAll(() => databases.end());

const list = (filter: Partial<WaitingFilter> = {}, cursor: PageCursor | null = null, size?: number) =>
  listWaiting(databases.portal, {
    orgId: anna.orgId,
    filter: { show: "held", ...filter },
    cursor,
    ...(size !== undefined && { size }),
  });

const keysOf = ({ rows }: Awaited<ReturnType<typeof list>>) =>
  rows.map(({ key }) => key.replace(":licence", ""));

test("what is held comes by cause, then by customer whatever the case, each from the run that looked last", async () => {
  const { rows } = await list();
  expect(rows.map(({ cause, runId, item }) => [cause, item.customerName, runId])).toEqual([
    ["catch_up", "banksia dental", later.id],
    ["catch_up", "Dogwood Legal", earlier.id],
    ["large_change", "Dogwood Legal", later.id],
  ]);
  expect(rows.every(({ item }) => item.issues.length === 1)).toBe(true);
});

test.each<[string, Partial<WaitingFilter>, string[]]>([
  ["what failed, by its gravest issue", { show: "failed", code: "agreement_ended" }, ["s4"]],
  ["no lesser issue of it", { show: "failed", code: "prorate_disabled" }, []],
  ["warnings, but not of customers without a mapping", { show: "warning" }, ["s5"]],
  ["one cause", { code: "large_change" }, ["s3"]],
  ["part of a customer's name", { q: "DOGWOOD" }, ["s1", "s3"]],
  ["part of a product's name", { q: "visio" }, ["s1"]],
  ["a sign that is none of a pattern's", { q: "%" }, []],
  ["another program", { sync: "no-such" }, []],
  ["the other kind", { kind: "products" }, []],
])("lists %s", async (_, filter, expected) => {
  expect(keysOf(await list(filter))).toEqual(expected);
});

test("pages go on and back, each line once", async () => {
  const first = await list({}, null, 2);
  const last = first.rows.at(-1);
  if (!last) throw new Error("There is no first page.");
  const second = await list({}, { direction: "after", key: waitingKey(last) }, 2);
  const [start] = second.rows;
  if (!start) throw new Error("There is no second page.");
  const back = await list({}, { direction: "before", key: waitingKey(start) }, 2);
  expect([keysOf(first), keysOf(second), keysOf(back)]).toEqual([["s2", "s1"], ["s3"], ["s2", "s1"]]);
  expect([first.hasAfter, second.hasAfter, back.hasBefore]).toEqual([true, false, false]);
});

test("another organisation sees nothing of it", async () => {
  const { portal } = databases;
  const asked = { orgId: otto.orgId, filter: { show: "held" as const }, cursor: null };
  expect((await listWaiting(portal, asked)).rows).toEqual([]);
  await addStatus(databases.owner, sync, {
    held: 1,
    causes: [
      {
        outcome: "held",
        runId: later.id,
        code: "catch_up",
        keys: 1,
        itemId: "i",
        customerName: null,
        customers: 0,
      },
    ],
  });
  expect(await listWaitingCauses(portal, { orgId: otto.orgId })).toEqual([]);
  expect(await listWaitingCauses(portal, { orgId: anna.orgId })).toMatchObject([
    { slug: sync.slug, kind: "customers", code: "catch_up" },
  ]);
});

test("a live sync that goes on is known to its organisation alone; a preview is none", async () => {
  const { owner, portal } = databases;
  const goesOn = () => Promise.all([anna, otto].map(({ orgId }) => isSyncGoingOn(portal, { orgId })));
  const { id } = await addRun(owner, sync, { status: "running", mode: "preview" });
  expect(await goesOn()).toEqual([false, false]);
  await owner.update(syncRuns).set({ status: "success" }).where(eq(syncRuns.id, id));
  await addRun(owner, sync, { status: "running" });
  expect(await goesOn()).toEqual([true, false]);
});
