import { asc } from "drizzle-orm";
import {
  beginReading,
  completeReading,
  recordAgreements,
  recordChoices,
  recordPsaItems,
} from "@/db/commands/directory/record-directory";
import { psaAgreements, psaChoices, psaItems } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let harbour: TestSync;
let quay: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  quay = await addProgramSync(owner, ben.orgId);
});
afterAll(() => databases.end());

const code = { kind: "service_billing_code", inactive: false } as const;

async function read(sync: TestSync, choices: Parameters<typeof recordChoices>[2]) {
  const reading = await beginReading(databases.worker, sync);
  await recordChoices(databases.worker, reading, choices);
  await completeReading(databases.worker, reading);
}

const kept = async (sync: TestSync) => {
  const rows = await databases.owner.select().from(psaChoices).orderBy(asc(psaChoices.psaId));
  return rows
    .filter((row) => row.connectionId === sync.connectionId)
    .map(({ psaId, name, inactive }) => ({ psaId, name, inactive }));
};

describe("what the settings choose from", () => {
  it("is what the newest complete reading named, of each connection its own", async () => {
    await read(quay, [{ ...code, psaId: "1", name: "Theirs" }]);
    await read(harbour, [
      { ...code, psaId: "1", name: "Cloud" },
      { ...code, psaId: "2", name: "Former" },
      { kind: "vendor", psaId: "3", name: "rhipe", inactive: false },
    ]);
    await read(harbour, [
      { ...code, psaId: "1", name: "Cloud services", inactive: true },
      { kind: "vendor", psaId: "3", name: "rhipe", inactive: false },
    ]);
    expect(await kept(harbour)).toEqual([
      { psaId: "1", name: "Cloud services", inactive: true },
      { psaId: "3", name: "rhipe", inactive: false },
    ]);
    expect(await kept(quay)).toEqual([{ psaId: "1", name: "Theirs", inactive: false }]);
  });

  it("stays when a reading is not complete", async () => {
    await read(harbour, [{ ...code, psaId: "1", name: "Cloud" }]);
    await recordChoices(databases.worker, await beginReading(databases.worker, harbour), []);
    expect(await kept(harbour)).toEqual([{ psaId: "1", name: "Cloud", inactive: false }]);
  });
});

test("an agreement that becomes one for charges only is known as one", async () => {
  const agreement = {
    psaId: "70",
    psaCompanyId: "7",
    name: "Managed",
    status: "active",
    prorates: true,
  } as const;
  const reading = await beginReading(databases.worker, harbour);
  await recordAgreements(databases.worker, reading, [{ ...agreement, oneTime: false }]);
  await recordAgreements(databases.worker, reading, [{ ...agreement, oneTime: true }]);
  expect(await databases.owner.select().from(psaAgreements)).toMatchObject([{ psaId: "70", oneTime: true }]);
});

test("items that products may be linked to are those of the newest complete reading", async () => {
  const item = { identifier: "M365", name: "Standard", vendorSku: "CFQ7", inactive: false };
  const readItems = async (page: Parameters<typeof recordPsaItems>[2]) => {
    const reading = await beginReading(databases.worker, harbour);
    await recordPsaItems(databases.worker, reading, page);
    await completeReading(databases.worker, reading);
  };
  await readItems([
    { ...item, psaId: "501" },
    { ...item, psaId: "502" },
  ]);
  await readItems([{ ...item, psaId: "501", name: "Business Standard", inactive: true }]);
  expect(await databases.owner.select().from(psaItems)).toMatchObject([
    { psaId: "501", name: "Business Standard", inactive: true },
  ]);
});
