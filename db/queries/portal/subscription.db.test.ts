import { inOrg } from "@/db/client";
import { removeNote, writeNote } from "@/db/commands/portal/write-note";
import { listCustomerSubscriptions } from "@/db/queries/portal/customer-subscriptions";
import { getSubscription } from "@/db/queries/portal/get-subscription";
import { listNotes } from "@/db/queries/portal/list-notes";
import { listSubscriptionHistory } from "@/db/queries/portal/subscription-history";
import { agreementLines, exclusions, notes, subscriptions } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { addCustomer, addItem, addProgramSync, addRun, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let otto: TestMember;
let sync: TestSync;
let customerId: string;

const subscriptionId = "sub-1";
const key = `${subscriptionId}:licence`;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  otto = await addMember(owner, { organisation: "Quay IT", email: "otto@quay.example" });
  sync = await addProgramSync(owner, anna.orgId);
  customerId = await addCustomer(owner, sync, "Banksia");
  await owner.insert(subscriptions).values(
    [subscriptionId, "sub-10"].map((id) => ({
      orgId: anna.orgId,
      programId: sync.programId,
      subscriptionId: id,
      customerId,
      sourceProductId: "p",
      productName: `Visio ${id}`,
      active: id === subscriptionId,
      usageBased: false,
      billedAnnually: false,
      lastSeenAt: new Date("2026-11-01T00:00:00Z"),
    })),
  );
  for (const [month, outcome] of [
    ["2026-09-01", "applied"],
    ["2026-10-01", "failed"],
    ["2026-11-01", "held"],
  ] as const) {
    const run = await addRun(owner, sync, { itemMonth: "2026-11-01", periodStart: month });
    const createdAt = new Date(`${month}T03:00:00Z`);
    await addItem(owner, run, key, { outcome, createdAt });
    await addItem(owner, run, "sub-10:licence", { createdAt });
  }
  const line = { orgId: anna.orgId, connectionId: sync.connectionId, psaAgreementId: "40", psaLineId: "7" };
  await owner.insert(agreementLines).values({ ...line, key });
});
afterAll(() => databases.end());

const of = (orgId = anna.orgId, id = subscriptionId) => ({ ...sync, orgId, subscriptionId: id });

test("a subscription is found with where it stands and its lines, and not those of another whose id begins alike", async () => {
  expect(await getSubscription(databases.portal, of())).toMatchObject({
    productName: "Visio sub-1",
    customerName: "Banksia",
    positions: [{ key, outstanding: "held", lines: [{ psaAgreementId: "40", psaLineId: "7" }] }],
  });
  expect(await getSubscription(databases.portal, of(anna.orgId, "no-such"))).toBeNull();
  expect(await getSubscription(databases.portal, of(otto.orgId))).toBeNull();
});

test("its history comes newest first, page by page, and only its own", async () => {
  const first = await listSubscriptionHistory(databases.portal, of(), undefined, 2);
  expect(first.rows.map(({ item }) => item.outcome)).toEqual(["held", "failed"]);
  const second = await listSubscriptionHistory(databases.portal, of(), first.nextAfter ?? "", 2);
  expect(second.rows.map(({ item }) => item.outcome)).toEqual(["applied"]);
  expect(second.nextAfter).toBeNull();
  const foreign = "00000000-0000-4000-8000-000000000009";
  expect((await listSubscriptionHistory(databases.portal, of(), foreign)).rows).toEqual([]);
  expect((await listSubscriptionHistory(databases.portal, of(otto.orgId), undefined)).rows).toEqual([]);
});

test("an exclusion that is over is not shown", async () => {
  const exclusion = { orgId: anna.orgId, programSyncId: sync.programSyncId, key, reason: "on hold" };
  await databases.owner
    .insert(exclusions)
    .values({ ...exclusion, expiresOn: "2020-01-01", excludedBy: anna.userId });
  expect((await getSubscription(databases.portal, of()))?.exclusions).toEqual([]);
});

test("a note stays with the subscription, is seen by its organisation alone, and can be removed once", async () => {
  const { portal } = databases;
  const note = { ...sync, subscriptionId, text: "Ask Maria first", writtenBy: anna.userId };
  const write = (change: Partial<typeof note>) =>
    inOrg(portal, change.orgId ?? anna.orgId, (tx) => writeNote(tx, { ...note, ...change }));
  expect(await write({})).toBe(true);
  expect(await write({ subscriptionId: "no-such" })).toBe(false);
  expect(await write({ orgId: otto.orgId, writtenBy: otto.userId })).toBe(false);
  const [kept, ...others] = await listNotes(portal, sync, [subscriptionId, "sub-10"]);
  if (!kept) throw new Error("The note is not there.");
  expect([kept.text, kept.writtenBy, others]).toEqual(["Ask Maria first", anna.email, []]);
  expect(await listNotes(portal, { ...sync, orgId: otto.orgId }, [subscriptionId])).toEqual([]);
  const remove = (orgId: string) => inOrg(portal, orgId, (tx) => removeNote(tx, { orgId, noteId: kept.id }));
  expect(await remove(otto.orgId)).toBeNull();
  expect(await remove(anna.orgId)).toMatchObject({ text: "Ask Maria first" });
  expect(await remove(anna.orgId)).toBeNull();
});

test("a customer's subscriptions are listed, active ones first", async () => {
  const asked = { orgId: anna.orgId, programId: sync.programId, customerId };
  const { rows } = await listCustomerSubscriptions(databases.portal, asked);
  expect(rows.map((row) => row.subscriptionId)).toEqual([subscriptionId, "sub-10"]);
  const others = await listCustomerSubscriptions(databases.portal, { ...asked, orgId: otto.orgId });
  expect(others.rows).toEqual([]);
});

test("of a page of lines every note is read, however many one of them has", async () => {
  const { owner, portal } = databases;
  const of = { orgId: anna.orgId, programSyncId: sync.programSyncId, writtenBy: anna.userId };
  const old = { ...of, subject: "sub-10", text: "An old one", createdAt: new Date(0) };
  const many = Array.from({ length: 250 }, (_, number) => ({ ...of, subject: "sub-1", text: `${number}` }));
  await owner.insert(notes).values([old, ...many]);
  const found = await listNotes(portal, sync, ["sub-1", "sub-10"]);
  expect(found).toHaveLength(251);
  expect(found.at(-1)?.text).toBe("An old one");
});
