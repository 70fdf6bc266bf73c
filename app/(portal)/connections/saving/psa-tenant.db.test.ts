import { generateKeyPairSync } from "node:crypto";
import { eq } from "drizzle-orm";
import type { JWK } from "jose";
import {
  autotaskRule,
  changeAutotask,
  changeConnectWise,
  connectWiseRule,
} from "@/app/(portal)/connections/saving/psa-change";
import { agreementLines, auditEvents, connections, mappings, tasks } from "@/db/schema";
import { openSealed } from "@/lib/seal";
import { addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

const pair = generateKeyPairSync("x25519");
const keyOf = (key: JWK): JWK => ({ ...key, kid: "test" });
const publicKey = keyOf(pair.publicKey.export({ format: "jwk" }));
const privateKey = keyOf(pair.privateKey.export({ format: "jwk" }));

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let harbour: TestSync;
let customerId: string;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  harbour = await addProgramSync(databases.owner, anna.orgId);
  customerId = await addCustomer(databases.owner, harbour, "Banksia");
});
beforeEach(async () => {
  const { owner } = databases;
  for (const table of [mappings, agreementLines, tasks, auditEvents]) await owner.delete(table);
});
afterAll(() => databases.end());

const autotask = {
  id: "",
  version: "",
  name: "Autotask",
  userName: "api@harbour.example",
  secret: "password-0001",
  integrationCode: "TRACKING0001",
};

const saveAutotask = (fields: Record<string, string>) =>
  sendForm(
    databases.portal,
    { ...anna, role: "admin" },
    { rule: autotaskRule, change: changeAutotask(() => publicKey) },
    fields,
  );

const saveConnectWise = (fields: Record<string, string>) =>
  sendForm(
    databases.portal,
    { ...anna, role: "admin" },
    { rule: connectWiseRule, change: changeConnectWise(() => publicKey) },
    fields,
  );

async function savedOf(id: string) {
  const [row] = await databases.owner.select().from(connections).where(eq(connections.id, id));
  if (!row) throw new Error("There is no such connection.");
  return row;
}

async function connectAutotask(change: Record<string, string> = {}) {
  const { owner } = databases;
  await saveAutotask({ ...autotask, ...change });
  const [row] = await owner.select().from(connections).where(eq(connections.kind, "autotask"));
  if (!row) throw new Error("Autotask was not connected.");
  return row;
}

describe("an Autotask connection", () => {
  afterEach(() => databases.owner.delete(connections).where(eq(connections.kind, "autotask")));

  it("is kept with the user's keys sealed, asks Autotask for its zone, and is tested at once", async () => {
    const row = await connectAutotask();
    expect(row).toMatchObject({
      orgId: anna.orgId,
      site: "webservices.autotask.net",
      account: "api@harbour.example",
      hint: "0001",
      state: "needs_attention",
    });
    const binding = { orgId: anna.orgId, subject: row.id };
    expect(await openSealed(privateKey, binding, row.sealedCredentials)).toEqual({
      userName: "api@harbour.example",
      secret: "password-0001",
      integrationCode: "TRACKING0001",
    });
    expect(await databases.owner.select().from(tasks)).toMatchObject([
      { kind: "test_connection", subjectId: row.id, state: "queued" },
    ]);
    expect(JSON.stringify(await databases.owner.select().from(auditEvents))).not.toContain("password-0001");
  });

  it("keeps its keys and a test system's address when only the name changes", async () => {
    const row = await connectAutotask({ site: "http://127.0.0.1:4602/ATServicesRest/" });
    expect(row.site).toBe("http://127.0.0.1:4602");
    const renamed = {
      ...autotask,
      id: row.id,
      version: "1",
      name: "Our PSA",
      secret: "",
      integrationCode: "",
    };
    expect(await saveAutotask(renamed)).toMatchObject({ kind: "done" });
    expect(await savedOf(row.id)).toMatchObject({
      name: "Our PSA",
      site: "http://127.0.0.1:4602",
      sealedCredentials: row.sealedCredentials,
    });
  });

  it.each([
    ["user", { userName: "other@harbour.example" }],
    ["address", { site: "https://elsewhere.autotask.net" }],
  ])("never takes old keys to another %s", async (_name, change) => {
    const row = await connectAutotask();
    const fields = { ...autotask, id: row.id, version: "1", secret: "", integrationCode: "" };
    expect(await saveAutotask({ ...fields, ...change })).toMatchObject({
      kind: "refused",
      fieldErrors: { secret: "The user or the address has changed: enter the keys again." },
    });
    expect(await savedOf(row.id)).toEqual(row);
  });

  it("is not changed by the form of the other PSA", async () => {
    const row = await connectAutotask();
    const keys = { publicKey: "public-key-0001", privateKey: "private-key-0001", clientId: "client-0001" };
    const fields = { id: row.id, version: "1", name: "ConnectWise", site: row.site, account: row.account };
    expect(await saveConnectWise({ ...fields, ...keys })).toMatchObject({ kind: "refused" });
    expect(await savedOf(row.id)).toEqual(row);
  });

  it("takes another user only on a person's word that the tenant is the same, once something is tied to it", async () => {
    const row = await connectAutotask();
    const tied = {
      orgId: anna.orgId,
      connectionId: row.id,
      psaAgreementId: "1",
      psaLineId: "2",
      key: "a:licence",
    };
    await databases.owner.insert(agreementLines).values(tied);
    const other = { ...autotask, id: row.id, version: "1", userName: "new@harbour.example" };
    expect(await saveAutotask(other)).toMatchObject({
      kind: "refused",
      fieldErrors: { sameTenant: expect.any(String) },
    });
    expect(await savedOf(row.id)).toEqual(row);
    expect(await saveAutotask({ ...other, sameTenant: "yes" })).toMatchObject({ kind: "done" });
    expect(await savedOf(row.id)).toMatchObject({ account: "new@harbour.example" });
  });
});

describe("a connection that customers are mapped on", () => {
  const keys = { publicKey: "public-key-0001", privateKey: "private-key-0001", clientId: "client-0001" };

  async function fields(change: Record<string, string>) {
    const { id, version, name, site, account } = await savedOf(harbour.connectionId);
    return { id, version: String(version), name, site, account, ...keys, ...change };
  }

  it.each([
    ["site", { site: "eu.myconnectwise.net" }, "site"],
    ["company", { account: "somebody-else" }, "account"],
  ])("stays with its %s, also with new keys, and says what to do", async (_name, change, field) => {
    const target = { customerId, psaCompanyId: "7", psaAgreementId: "70" };
    await addMapping(databases.owner, harbour, target);
    const before = await savedOf(harbour.connectionId);
    const refused = await saveConnectWise(await fields(change));
    expect(refused).toMatchObject({
      kind: "refused",
      text: expect.stringMatching(/^1 mapped customer hangs on it.*a connection of its own/),
      fieldErrors: { [field]: expect.any(String) },
    });
    expect(await savedOf(harbour.connectionId)).toEqual(before);
  });

  it("may write the same site in another way, and take other keys", async () => {
    await addMapping(databases.owner, harbour, { customerId, psaCompanyId: "7", psaAgreementId: "70" });
    expect(await saveConnectWise(await fields({ site: "api-na.myconnectwise.net" }))).toMatchObject({
      kind: "done",
    });
    expect(await savedOf(harbour.connectionId)).toMatchObject({ site: "api-na.myconnectwise.net" });
  });

  it("may move while nothing is tied to it; its directory is fetched anew then", async () => {
    const { owner } = databases;
    await owner.update(connections).set({ directoryRefreshedAt: new Date() });
    expect(await saveConnectWise(await fields({ site: "eu.myconnectwise.net" }))).toMatchObject({
      kind: "done",
    });
    expect(await savedOf(harbour.connectionId)).toMatchObject({ directoryRefreshedAt: null });
  });
});
