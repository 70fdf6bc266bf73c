import { eq, sql } from "drizzle-orm";
import { linesRule, syncLines } from "@/app/(portal)/programs/products/lines-change";
import {
  changeLink,
  clearLinkRule,
  linkRule,
  removeLink,
} from "@/app/(portal)/programs/products/link-change";
import { countLinesOfProduct } from "@/db/queries/portal/lines-of-product";
import { listItemsOfSku, searchPsaItems } from "@/db/queries/portal/psa-items";
import { auditEvents, intents, productLinks, products, psaItems, runScopes } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addItem, addProgramSync, addRun, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let ben: TestMember & { role: "operator" };
let harbour: TestSync;
let visio: string;
let project: string;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  anna = {
    ...(await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" })),
    role: "operator",
  };
  ben = {
    ...(await addMember(owner, { organisation: "Quay", email: "ben@quay.example" })),
    role: "operator",
  };
  harbour = await addProgramSync(owner, anna.orgId);
  visio = await addProduct("Visio Plan 2", "VISIO");
  project = await addProduct("Project Plan 3", "PROJECT");
  await addPsaItem("501", { vendorSku: "VISIO", name: "Visio Plan 2" });
  await addPsaItem("502", { vendorSku: "VISIO", name: "Visio (old)", inactive: true });
  await addPsaItem("503", { vendorSku: "PROJECT", name: "Project Plan 3" });
});
beforeEach(async () => {
  await databases.owner.delete(productLinks);
  await databases.owner.delete(auditEvents);
});
afterAll(() => databases.end());

async function addProduct(name: string, sku: string): Promise<string> {
  const { orgId, programId } = harbour;
  const [row] = await databases.owner
    .insert(products)
    .values({
      orgId,
      programId,
      sourceProductId: sku,
      sku,
      name,
      unitCost: "1",
      unitPrice: "2",
      trial: false,
      listed: true,
      lastSeenAt: new Date("2026-11-01T00:00:00Z"),
    })
    .returning();
  return row?.id ?? "";
}

async function addPsaItem(psaId: string, change: { name: string; vendorSku: string; inactive?: boolean }) {
  const { orgId, connectionId } = harbour;
  const row = { orgId, connectionId, psaId, identifier: `i${psaId}`, inactive: false };
  await databases.owner
    .insert(psaItems)
    .values({ ...row, seenAt: new Date("2026-11-01T00:00:00Z"), ...change });
}

const link = (change: Record<string, string> = {}, person = anna) =>
  sendForm(
    databases.portal,
    person,
    { rule: linkRule, change: changeLink },
    { programSyncId: harbour.programSyncId, productId: visio, psaItemId: "501", seen: "", ...change },
  );

const clear = (change: Record<string, string> = {}) =>
  sendForm(
    databases.portal,
    anna,
    { rule: clearLinkRule, change: removeLink },
    { programSyncId: harbour.programSyncId, productId: visio, seen: "501", ...change },
  );

const saved = () => databases.owner.select().from(productLinks).orderBy(productLinks.psaItemId);

it("links a product to the item that a person chose, and writes it down", async () => {
  expect(await link()).toMatchObject({ kind: "done", change: { to: expect.stringContaining(visio) } });
  expect(await saved()).toMatchObject([{ productId: visio, psaItemId: "501", origin: "person" }]);
  const [event] = await databases.owner.select().from(auditEvents);
  expect(event).toMatchObject({
    action: "product_linked",
    subject: visio,
    actorId: anna.userId,
    facts: { before: "none", after: "501" },
  });
});

it("tells the second of two editors, and changes what the page showed", async () => {
  await link();
  expect(await link({ psaItemId: "502" })).toMatchObject({
    kind: "refused",
    title: expect.stringMatching(/^Somebody else/),
  });
  expect(await link({ psaItemId: "502", seen: "503" })).toMatchObject({ kind: "refused" });
  expect(await saved()).toMatchObject([{ psaItemId: "501" }]);
  expect(await link({ psaItemId: "502", seen: "501" })).toMatchObject({ kind: "done" });
  expect(await saved()).toMatchObject([{ psaItemId: "502" }]);
});

it("refuses an item that is another product's, one that is not in the directory, and a stranger", async () => {
  await link({ productId: project, psaItemId: "503" });
  expect(await link({ psaItemId: "503" })).toMatchObject({
    kind: "refused",
    title: "Project Plan 3 is linked to this item already, so nothing was saved.",
  });
  expect(await link({ psaItemId: "999" })).toMatchObject({ kind: "refused" });
  expect(await link({}, ben)).toMatchObject({
    kind: "refused",
    title: "This product does not exist any more.",
  });
  expect(await saved()).toMatchObject([{ psaItemId: "503" }]);
});

it("clears a link, but none that was just made by a sync: the item would be made twice", async () => {
  await link();
  expect(await clear({ seen: "502" })).toMatchObject({
    kind: "refused",
    title: expect.stringMatching(/^Somebody else/),
  });
  expect(await clear()).toMatchObject({ kind: "done" });
  expect(await saved()).toEqual([]);
  const { orgId, programSyncId } = harbour;
  const made = { orgId, programSyncId, productId: visio, psaItemId: "501", origin: "created" as const };
  await databases.owner.insert(productLinks).values({ ...made, syncedAt: sql`now()` });
  expect(await clear()).toMatchObject({ kind: "refused", title: expect.stringMatching(/less than an hour/) });
  await databases.owner.update(productLinks).set({ syncedAt: sql`now() - interval '2 hours'` });
  expect(await clear()).toMatchObject({ kind: "done" });
  expect(await saved()).toEqual([]);
});

it("gives an item to one of two products, also when both are linked at once", async () => {
  const both = await Promise.all([
    link({ psaItemId: "503" }),
    link({ psaItemId: "503", productId: project }),
    link({ psaItemId: "503", productId: project }),
  ]);
  expect(both.filter(({ kind }) => kind === "done")).toHaveLength(1);
  expect(await saved()).toHaveLength(1);
});

it("keeps a link that a person put in the place of an item just made, which a sync would make twice", async () => {
  const { orgId, programSyncId, connectionId } = harbour;
  const run = await addRun(databases.owner, harbour, { kind: "products" });
  await databases.owner.insert(intents).values({
    orgId,
    programSyncId,
    connectionId,
    runId: run.runId,
    itemId: run.runId,
    naturalKey: `product:${visio}`,
    period: "0001-01-01",
    sequence: 0,
    operation: "create_item",
    desired: {},
    bodyHash: "1",
    epoch: 1,
    state: "confirmed",
    settledAt: sql`clock_timestamp()`,
  });
  await link();
  expect(await clear()).toMatchObject({ kind: "refused", title: expect.stringMatching(/less than an hour/) });
  await databases.owner.update(intents).set({ settledAt: sql`clock_timestamp() - interval '2 hours'` });
  expect(await clear()).toMatchObject({ kind: "done" });
});

it("goes back to the line that asked for it, and queues a retry of just that", async () => {
  const run = await addRun(databases.owner, harbour, { kind: "products" });
  const item = await addItem(databases.owner, run, `product:${visio}`, {
    subject: "product",
    productId: visio,
    title: "Visio Plan 2",
    outcome: "failed",
  });
  const done = await link({ from: `${run.runId}_${item.id}` });
  expect(done).toMatchObject({
    kind: "done",
    change: {
      to: `/runs/${run.runId}?item=${item.id}#item-${item.id}`,
      notice: { text: "A sync of just this line is queued." },
    },
  });
});

describe("the directory's items", () => {
  const of = () => ({ ...harbour, limit: 20 });

  it("are found by name, SKU and id, those in use first", async () => {
    const ids = async (search: string) =>
      (await searchPsaItems(databases.portal, { ...of(), search })).map((item) => item.psaId);
    expect(await ids("visio")).toEqual(["501", "502"]);
    expect(await ids("PROJ")).toEqual(["503"]);
    expect(await ids("502")).toEqual(["502"]);
    expect(await ids("%")).toEqual([]);
  });

  it("of one SKU are listed, and none of another organisation", async () => {
    const skus = await listItemsOfSku(databases.portal, { ...of(), sku: "VISIO" });
    expect(skus.map((item) => item.psaId)).toEqual(["501", "502"]);
    const foreign = { ...of(), orgId: ben.orgId, sku: "VISIO" };
    expect(await listItemsOfSku(databases.portal, foreign)).toEqual([]);
    expect(await databases.owner.select().from(psaItems).where(eq(psaItems.psaId, "501"))).toHaveLength(1);
  });
});

test("the lines that waited for the link are synced by themselves, once", async () => {
  const run = await addRun(databases.owner, harbour);
  const waits = { outcome: "failed", productId: visio } as const;
  const missing = [{ code: "product_not_linked", severity: "error" }] as const;
  await addItem(databases.owner, run, "w1:licence", { ...waits, issues: missing });
  await addItem(databases.owner, run, "w2:licence", { ...waits, issues: missing });
  await addItem(databases.owner, run, "w3:licence", { ...waits, productId: project, issues: missing });
  await addItem(databases.owner, run, "w4:licence", {
    ...waits,
    issues: [{ code: "agreement_ended", severity: "error" }],
  });
  const of = { orgId: harbour.orgId, programSyncId: harbour.programSyncId, productId: visio };
  expect(await countLinesOfProduct(databases.portal, of)).toMatchObject({ lines: 2 });
  const press = (person: Parameters<typeof sendForm>[1] = anna) =>
    sendForm(
      databases.portal,
      person,
      { rule: linesRule, change: syncLines },
      { programSyncId: harbour.programSyncId, productId: visio },
    );
  expect(await press({ ...anna, role: "viewer" })).toMatchObject({ kind: "refused" });
  expect(await press(ben)).toMatchObject({ kind: "refused" });
  const outcomes = await Promise.all([press(), press()]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "refused"]);
  const scope = await databases.owner.select().from(runScopes).where(eq(runScopes.orgId, harbour.orgId));
  expect(
    scope
      .map(({ key }) => key)
      .filter((key) => /^w\d/.test(key))
      .sort(),
  ).toEqual(["w1:licence", "w2:licence"]);
  expect(await countLinesOfProduct(databases.portal, of)).toEqual({ lines: 0, customers: 0 });
});
