import { eq } from "drizzle-orm";
import {
  syncOne,
  syncOneRule,
  syncWaiting,
  syncWaitingRule,
} from "@/app/(portal)/programs/sync-now/sync-change";
import { auditEvents, mappings, programSyncs, runScopes, syncRuns } from "@/db/schema";
import { addInvoice, addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import {
  addCustomer,
  addProgramSync,
  addRun,
  addStatus,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let sync: TestSync;
let banksia: string;
let dogwood: string;
let people = 0;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  people += 1;
  const email = `anna-syncs${people}@harbour.example`;
  anna = { ...(await addMember(databases.owner, { organisation: "Harbour", email })), role: "operator" };
  sync = await addProgramSync(databases.owner, anna.orgId);
  banksia = await addCustomer(databases.owner, sync, "Banksia");
  dogwood = await addCustomer(databases.owner, sync, "Dogwood");
  await addInvoice(
    databases.owner,
    sync,
    { start: "2026-10-01", end: "2026-10-31" },
    { [banksia]: "10", [dogwood]: "20" },
  );
  const products = await addRun(databases.owner, sync, { kind: "products", status: "success" });
  await addStatus(databases.owner, sync, { kind: "products", lastRunId: products.id });
  await map(banksia);
  await map(dogwood);
});
afterAll(() => databases.end());

const map = (customerId: string) =>
  addMapping(databases.owner, sync, { customerId, psaCompanyId: "11", psaAgreementId: "4001" });

type Person = Parameters<typeof sendForm>[1];

const one = (customerId: string, person: Person = anna) =>
  sendForm(
    databases.portal,
    person,
    { rule: syncOneRule, change: syncOne },
    { programSyncId: sync.programSyncId, customerId },
  );

const waiting = (count: number, person: Person = anna) =>
  sendForm(
    databases.portal,
    person,
    { rule: syncWaitingRule, change: syncWaiting },
    { programSyncId: sync.programSyncId, count: String(count) },
  );

async function queued() {
  const runs = await databases.owner
    .select()
    .from(syncRuns)
    .where(eq(syncRuns.programSyncId, sync.programSyncId));
  const open = runs.filter(({ status }) => status === "queued");
  return Promise.all(
    open.map(async ({ id, kind, trigger, mode, requestedBy, retryOf }) => {
      const keys = await databases.owner.select().from(runScopes).where(eq(runScopes.runId, id));
      return {
        kind,
        trigger,
        mode,
        requestedBy,
        ofItself: retryOf === id,
        keys: keys.map(({ key }) => key).sort(),
      };
    }),
  );
}

const whole = { kind: "customers", trigger: "person", mode: "live", ofItself: true };

test("a customer is synced by itself, once for two presses, with an event", async () => {
  expect(await one(banksia)).toMatchObject({ kind: "done" });
  expect(await one(banksia)).toMatchObject({
    kind: "done",
    change: { notice: { title: "A sync that looks at this is queued already." } },
  });
  expect(await queued()).toEqual([{ ...whole, requestedBy: anna.userId, keys: [`customer:${banksia}`] }]);
  const events = await databases.owner.select().from(auditEvents).where(eq(auditEvents.orgId, anna.orgId));
  expect(events.map(({ action }) => action)).toEqual(["run_requested"]);
});

test("all who wait are synced together, if they are as many as was shown", async () => {
  expect(await waiting(1)).toMatchObject({
    kind: "refused",
    title: "2 customers wait by now, so nothing was started.",
    stale: true,
  });
  expect(await waiting(2)).toMatchObject({ kind: "done" });
  expect(await queued()).toEqual([
    { ...whole, requestedBy: anna.userId, keys: [`customer:${banksia}`, `customer:${dogwood}`].sort() },
  ]);
  expect(await waiting(2)).toMatchObject({
    kind: "refused",
    title: "No customer waits for a sync any more.",
  });
});

test("nothing is started for whom it cannot be, nor by whoever may not", async () => {
  const ben = await addMember(databases.owner, {
    organisation: "Quay",
    email: `ben-syncs${people}@quay.example`,
  });
  expect(await one(banksia, { ...anna, role: "viewer" })).toMatchObject({ kind: "refused" });
  expect(await one(banksia, { ...ben, role: "admin" })).toMatchObject({ kind: "refused" });
  await databases.owner.update(mappings).set({ enabled: false }).where(eq(mappings.customerId, dogwood));
  expect(await one(dogwood)).toMatchObject({ kind: "refused", stale: true });
  const off = { customersEnabled: false };
  await databases.owner.update(programSyncs).set(off).where(eq(programSyncs.id, sync.programSyncId));
  expect(await one(banksia)).toMatchObject({ kind: "refused" });
  expect(await queued()).toEqual([]);
});

test("products go first where none were ever looked at", async () => {
  const again = await addProgramSync(databases.owner, anna.orgId, "another");
  const customer = await addCustomer(databases.owner, again, "Correa");
  sync = again;
  await map(customer);
  expect(await one(customer)).toMatchObject({ kind: "done" });
  expect((await queued()).map(({ kind, keys }) => [kind, keys.length]).sort()).toEqual([
    ["customers", 1],
    ["products", 0],
  ]);
});
