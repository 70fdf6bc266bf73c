import { asc, eq } from "drizzle-orm";
import { recordCustomerDetails, recordTenants } from "@/db/commands/source/record-tenants";
import { customers, subscriptions } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let of: { orgId: string; programId: string };
beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  const email = `anna@${crypto.randomUUID()}.example`;
  const { orgId } = await addMember(databases.owner, { organisation: "Harbour IT", email });
  of = await addProgramSync(databases.owner, orgId);
});
afterAll(() => databases.end());

/** PRISM names the tenant under the agreement with these subscriptions; one in brackets is not active any more. */
async function name(contractAgreementId: string, held: string[], tenantId = "tenant-1") {
  const named = held.map((text) => ({
    subscriptionId: text.replace(/[()]/g, ""),
    sourceProductId: "product-1",
    productName: "Teams Phone",
    active: !text.startsWith("("),
    usageBased: false,
    billedAnnually: false,
  }));
  const tenant = { tenantId, sourceCustomerId: "c", name: "Wattle", tenantDomain: null, active: true };
  await recordTenants(databases.worker, { orgId: of.orgId, programId: of.programId, contractAgreementId }, [
    [{ ...tenant, subscriptions: named }],
  ]);
}

async function list(...contractAgreementIds: string[]) {
  const details = contractAgreementIds.map((contractAgreementId) => ({
    contractAgreementId,
    tenantId: "tenant-1",
    sourceCustomerId: "c",
    name: "Wattle",
    registrationNumber: "17",
    website: null,
    active: true,
  }));
  await recordCustomerDetails(databases.worker, of, details);
}

/** Each customer's agreement with what it holds, and its id. */
async function known(): Promise<[agreement: string, held: string, id: string][]> {
  const rows = await databases.owner
    .select()
    .from(customers)
    .where(eq(customers.orgId, of.orgId))
    .orderBy(asc(customers.contractAgreementId));
  const held = await databases.owner
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.orgId, of.orgId))
    .orderBy(asc(subscriptions.subscriptionId));
  return rows.map(({ id, contractAgreementId }) => [
    contractAgreementId,
    held
      .filter((one) => one.customerId === id)
      .map((one) => one.subscriptionId)
      .join(),
    id,
  ]);
}

const told = async () => (await known()).map(([agreement, held]) => `${agreement}: ${held}`);

test("a tenant under two agreements is a customer under each, however often they are named", async () => {
  await name("A", ["s1", "s2"]);
  await name("B", ["s3"]);
  await name("A", ["s1", "s2"]);
  await list("A", "B");
  expect(await told()).toEqual(["A: s1,s2", "B: s3"]);
});

test("a tenant that has moved to another agreement stays the customer that it was", async () => {
  await name("A", ["s1", "s2", "(s0)"]);
  const [[, , id] = []] = await known();
  await name("B", ["s1", "s2", "s3"]);
  expect((await known()).map(([agreement, , of]) => [agreement, of])).toEqual([["B", id]]);
});

test("one that moves in part is a customer under each, and what moved goes with the new one", async () => {
  await name("A", ["s1", "s2"]);
  await name("B", ["s1"]);
  expect(await told()).toEqual(["A: s2", "B: s1"]);
});

test("the list of all customers tells a move, too, and a second agreement from one", async () => {
  await list("A");
  const [[, , id] = []] = await known();
  await list("B");
  expect((await known()).map(([agreement, , of]) => [agreement, of])).toEqual([["B", id]]);
  await list("A", "B");
  expect(await told()).toEqual(["A: ", "B: "]);
  await list("C", "D");
  expect(await told()).toEqual(["A: ", "B: ", "C: ", "D: "]);
});

test("another tenant's subscriptions say nothing of this one's move", async () => {
  await name("A", ["s1"]);
  await name("B", ["s2"], "tenant-2");
  expect(await told()).toEqual(["A: s1", "B: s2"]);
});
