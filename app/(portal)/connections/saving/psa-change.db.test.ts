import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import type { JWK } from "jose";
import { changeConnectWise, connectWiseRule } from "@/app/(portal)/connections/saving/psa-change";
import { changePrismAccount, sourceRule } from "@/app/(portal)/connections/saving/source-change";
import { auditEvents, connections, outbox, type Role, sources, tasks } from "@/db/schema";
import { openSealed } from "@/lib/seal";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";

const pair = generateKeyPairSync("x25519");
const keyOf = (key: JWK): JWK => ({ ...key, kid: "test" });
const publicKey = keyOf(pair.publicKey.export({ format: "jwk" }));
const privateKey = keyOf(pair.privateKey.export({ format: "jwk" }));

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  ben = await addMember(databases.owner, { organisation: "Quay", email: "ben@quay.example" });
});
beforeEach(async () => {
  for (const table of [outbox, tasks, connections, sources, auditEvents]) await databases.owner.delete(table);
});
afterAll(() => databases.end());

const keys = { publicKey: "public-key-0001", privateKey: "private-key-0001", clientId: "client-0001" };
const noKeys = { publicKey: "", privateKey: "", clientId: "" };
const entered = {
  id: "",
  version: "",
  name: "ConnectWise",
  site: "https://NA.myconnectwise.net/",
  account: "harbour",
};

function save(fields: Record<string, string>, as: { person?: TestMember; role?: Role } = {}) {
  const { person = anna, role = "admin" } = as;
  return sendForm(
    databases.portal,
    { ...person, role },
    { rule: connectWiseRule, change: changeConnectWise(() => publicKey) },
    fields,
  );
}

async function saved() {
  const [row] = await databases.owner.select().from(connections);
  if (!row) throw new Error("There is no connection.");
  return row;
}

async function connected() {
  await save({ ...entered, ...keys });
  await databases.owner.update(connections).set({ state: "healthy", testedAt: new Date(), permissions: [] });
  await databases.owner.update(tasks).set({ state: "done" });
  const row = await saved();
  return { row, fields: { ...entered, id: row.id, version: String(row.version) } };
}

const queued = () => databases.owner.select().from(tasks).where(eq(tasks.state, "queued"));

describe("a ConnectWise connection", () => {
  it("is kept with its keys sealed to the worker and to itself, and is tested at once", async () => {
    expect(await save({ ...entered, ...keys })).toMatchObject({ kind: "done" });
    const row = await saved();
    expect(row).toMatchObject({
      orgId: anna.orgId,
      site: "na.myconnectwise.net",
      account: "harbour",
      hint: "0001",
      state: "needs_attention",
      stateReason: null,
    });
    const binding = { orgId: anna.orgId, subject: row.id };
    expect(await openSealed(privateKey, binding, row.sealedCredentials)).toEqual(keys);
    await expect(
      openSealed(privateKey, { ...binding, orgId: ben.orgId }, row.sealedCredentials),
    ).rejects.toThrow();
    expect(await queued()).toMatchObject([{ kind: "test_connection", subjectId: row.id }]);
    expect(await databases.owner.select().from(outbox)).toMatchObject([{ bell: "task" }]);
  });

  it("leaves no key in the clear anywhere", async () => {
    await save({ ...entered, ...keys });
    const everything = JSON.stringify([
      await databases.owner.select().from(connections),
      await databases.owner.select().from(auditEvents),
      await databases.owner.select().from(tasks),
    ]);
    for (const key of Object.values(keys)) expect(everything).not.toContain(key);
  });

  it("keeps its keys and its state when only the name changes", async () => {
    const { row, fields } = await connected();
    expect(await save({ ...fields, ...noKeys, name: "Our PSA" })).toMatchObject({ kind: "done" });
    expect(await saved()).toMatchObject({
      name: "Our PSA",
      sealedCredentials: row.sealedCredentials,
      state: "healthy",
      version: 2,
    });
    expect(await queued()).toEqual([]);
  });

  it.each([
    ["site", { site: "elsewhere.example" }],
    ["company", { account: "somebody-else" }],
  ])("never takes old keys to another %s", async (_name, change) => {
    const { row, fields } = await connected();
    expect(await save({ ...fields, ...noKeys, ...change })).toMatchObject({
      kind: "refused",
      fieldErrors: { publicKey: "The site or the company has changed: enter the keys again." },
    });
    expect(await saved()).toEqual(row);
  });

  it("must be tested again with other keys", async () => {
    const { fields } = await connected();
    await save({ ...fields, ...keys, privateKey: "private-key-0002", site: "eu.myconnectwise.net" });
    expect(await saved()).toMatchObject({
      site: "eu.myconnectwise.net",
      state: "needs_attention",
      testedAt: null,
      permissions: null,
    });
    expect(await queued()).toHaveLength(1);
  });

  it("takes a test that is going on away from the old keys", async () => {
    const { row, fields } = await connected();
    const task = { orgId: anna.orgId, kind: "test_connection" as const, subjectId: row.id };
    const later = new Date(Date.now() + 300_000);
    await databases.owner.insert(tasks).values({ ...task, attempts: 1, dueAt: later });
    await save({ ...fields, ...keys });
    const [again] = await queued();
    expect(again).toMatchObject({ attempts: 2 });
    expect(again?.dueAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  it.each([
    ["an operator", { role: "operator" as const }],
    ["a viewer", { role: "viewer" as const }],
  ])("is not changed by %s", async (_name, as) => {
    const { row, fields } = await connected();
    expect(await save({ ...fields, ...keys }, as)).toMatchObject({ kind: "refused" });
    expect(await saved()).toEqual(row);
  });

  it("is not changed from another organisation, nor by the second of two editors", async () => {
    const { row, fields } = await connected();
    expect(await save({ ...fields, ...keys }, { person: ben })).toMatchObject({ kind: "refused" });
    expect(await save({ ...fields, ...keys, version: "9" })).toMatchObject({ kind: "refused", stale: true });
    expect(await saved()).toEqual(row);
  });
});

describe("a PRISM account", () => {
  const account = { id: "", version: "", name: "PRISM" };
  const secrets = { clientId: "client-0001", clientSecret: "secret-0001" };
  const saveAccount = (fields: Record<string, string>, role: Role = "admin") =>
    sendForm(
      databases.portal,
      { ...anna, role },
      { rule: sourceRule, change: changePrismAccount(() => publicKey) },
      fields,
    );

  it("is kept sealed and tested; its keys stay when none is entered", async () => {
    expect(await saveAccount({ ...account, clientId: "", clientSecret: "" })).toMatchObject({
      kind: "refused",
      fieldErrors: { clientId: "Fill this in.", clientSecret: "Fill this in." },
    });
    expect(await saveAccount({ ...account, ...secrets })).toMatchObject({ kind: "done" });
    const [row] = await databases.owner.select().from(sources);
    const binding = { orgId: anna.orgId, subject: row?.id ?? "" };
    expect(await openSealed(privateKey, binding, row?.sealedCredentials ?? "")).toEqual(secrets);
    expect(await queued()).toMatchObject([{ kind: "test_source", subjectId: row?.id }]);
    const again = { ...account, id: row?.id ?? "", version: "1", clientId: "", clientSecret: "" };
    expect(await saveAccount({ ...again, name: "Our PRISM" })).toMatchObject({ kind: "done" });
    expect(await databases.owner.select().from(sources)).toMatchObject([
      { name: "Our PRISM", sealedCredentials: row?.sealedCredentials, version: 2 },
    ]);
    expect(await saveAccount({ ...again, ...secrets })).toMatchObject({ kind: "refused", stale: true });
  });

  it("is not connected by an operator", async () => {
    expect(await saveAccount({ ...account, ...secrets }, "operator")).toMatchObject({ kind: "refused" });
    expect(await databases.owner.select().from(sources)).toEqual([]);
  });
});
