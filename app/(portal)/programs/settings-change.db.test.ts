import { desc, eq } from "drizzle-orm";
import { changeSettings, settingsRule } from "@/app/(portal)/programs/settings-change";
import { listSettingChoices } from "@/db/queries/portal/setting-choices";
import { auditEvents, connections, contractAgreements, programSyncs, psaChoices } from "@/db/schema";
import { addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let harbour: TestSync;
let wharf: TestSync;
let quay: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const member = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  anna = { ...member, role: "operator" };
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  wharf = await addProgramSync(owner, anna.orgId, "microsoft-csp-autotask");
  quay = await addProgramSync(owner, ben.orgId);
  await owner.update(connections).set({ kind: "autotask" }).where(eq(connections.id, wharf.connectionId));
  for (const sync of [wharf, quay]) await addChoices(sync);
});
beforeEach(async () => {
  await databases.owner.update(programSyncs).set(unset);
  await databases.owner.delete(auditEvents);
});
afterAll(() => databases.end());

const unset = {
  version: 1,
  customersEnabled: true,
  productsEnabled: true,
  staleAfterDays: 35,
  extendContracts: false,
  serviceBillingCodeId: null,
  vendorId: null,
  priceContractAgreementId: null,
};

async function addChoices({ orgId, connectionId }: TestSync) {
  const seenAt = new Date("2026-11-01T00:00:00Z");
  const of = { orgId, connectionId, seenAt, inactive: false };
  const kind = "service_billing_code" as const;
  await databases.owner.insert(psaChoices).values([
    { ...of, kind, psaId: "11", name: "Cloud services" },
    { ...of, kind, psaId: "12", name: "Former code", inactive: true },
    { ...of, kind: "vendor", psaId: "21", name: "rhipe" },
  ]);
}

const entered = {
  confirmOff: "yes",
  customersEnabled: "no",
  productsEnabled: "yes",
  productMode: "all",
  azureEnabled: "yes",
  annualEnabled: "yes",
  handEdits: "keep",
  guardQuantity: "50",
  guardMoney: "1000.50",
  guardPercent: "",
  notifyAddresses: "anna@harbour.example",
  scheduleHour: "7",
  staleAfterDays: "40",
};

const save = (of: { programSyncId: string }, change: Record<string, string> = {}) =>
  sendForm(
    databases.portal,
    anna,
    { rule: settingsRule, change: changeSettings },
    { ...entered, programSyncId: of.programSyncId, version: "1", ...change },
  );

async function saved({ programSyncId }: TestSync) {
  const [sync] = await databases.owner.select().from(programSyncs).where(eq(programSyncs.id, programSyncId));
  return sync;
}

describe("a program's settings", () => {
  it("are saved with what was there before in the audit, and tell that lines go on billing", async () => {
    expect(await save(harbour)).toMatchObject({
      kind: "done",
      change: { notice: { text: expect.stringContaining("nothing was ended") } },
    });
    expect(await saved(harbour)).toMatchObject({
      customersEnabled: false,
      productMode: "all",
      azureEnabled: true,
      annualEnabled: true,
      handEdits: "keep",
      guardQuantity: 50,
      guardMoney: "1000.50",
      guardPercent: null,
      scheduleHour: 7,
      version: 2,
    });
    const [event] = await databases.owner.select().from(auditEvents).orderBy(desc(auditEvents.id));
    expect(event?.facts).toMatchObject({
      customersEnabled: "true → false",
      guardMoney: "none → 1000.50",
      staleAfterDays: "35 → 40",
    });
    expect(Object.keys(event?.facts ?? {})).not.toContain("guardPercent");
  });

  it("switch nothing off before somebody says that it shall stop, and tell what stops", async () => {
    const { confirmOff: _, ...unconfirmed } = entered;
    const press = (change: Record<string, string>) =>
      sendForm(
        databases.portal,
        anna,
        { rule: settingsRule, change: changeSettings },
        { ...unconfirmed, programSyncId: harbour.programSyncId, version: "1", ...change },
      );
    const customerId = await addCustomer(databases.owner, harbour, "Acacia");
    await addMapping(databases.owner, harbour, { customerId, psaCompanyId: "1", psaAgreementId: "10" });
    expect(await press({})).toMatchObject({
      kind: "refused",
      text: expect.stringMatching(/^No new invoice of 1 customer .* nothing is ended\.$/),
      fieldErrors: { confirmOff: expect.any(String) },
    });
    expect(await press({ customersEnabled: "yes", productsEnabled: "no" })).toMatchObject({
      kind: "refused",
      text: expect.stringMatching(/^No product gets/),
    });
    expect(await saved(harbour)).toMatchObject({ customersEnabled: true, productsEnabled: true, version: 1 });
    expect(await databases.owner.select().from(auditEvents)).toEqual([]);
    expect(await press({ customersEnabled: "yes" })).toMatchObject({ kind: "done" });
  });

  it("are refused to the second of two editors, and for another organisation's program", async () => {
    await save(harbour);
    const first = await saved(harbour);
    expect(await save(harbour)).toMatchObject({ kind: "refused", stale: true });
    expect(await saved(harbour)).toEqual(first);
    expect(await save(quay)).toMatchObject({ kind: "refused" });
    expect(await saved(quay)).toMatchObject({ customersEnabled: true, version: 1 });
  });

  it("of ConnectWise take nothing that is Autotask's", async () => {
    await save(harbour, { extendContracts: "yes", serviceBillingCodeId: "11", vendorId: "21" });
    expect(await saved(harbour)).toMatchObject({
      version: 2,
      extendContracts: false,
      serviceBillingCodeId: null,
      vendorId: null,
    });
  });

  it("of Autotask name what services are made with", async () => {
    const chosen = {
      extendContracts: "yes",
      serviceBillingCodeId: "11",
      chargeBillingCodeId: "",
      vendorId: "21",
    };
    expect(await save(wharf, chosen)).toMatchObject({ kind: "done" });
    expect(await saved(wharf)).toMatchObject({
      extendContracts: true,
      serviceBillingCodeId: "11",
      chargeBillingCodeId: null,
      vendorId: "21",
    });
  });

  it.each([
    ["no billing code for services", "serviceBillingCodeId", ""],
    ["an inactive one", "serviceBillingCodeId", "12"],
    ["a vendor as one", "serviceBillingCodeId", "21"],
    ["one that is not in the list", "serviceBillingCodeId", "99"],
    ["a billing code as the vendor", "vendorId", "11"],
    ["a contract agreement of another program", "priceContractAgreementId", "CA-9"],
  ])("of Autotask are refused with %s", async (_name, field, value) => {
    expect(await save(wharf, { serviceBillingCodeId: "11", [field]: value })).toMatchObject({
      kind: "refused",
      fieldErrors: { [field]: expect.any(String) },
    });
    expect(await saved(wharf)).toMatchObject({ version: 1 });
  });

  it("keep a billing code that has become inactive, and need none while no products are synced", async () => {
    const here = eq(programSyncs.id, wharf.programSyncId);
    await databases.owner.update(programSyncs).set({ serviceBillingCodeId: "12" }).where(here);
    expect(await save(wharf, { serviceBillingCodeId: "12" })).toMatchObject({ kind: "done" });
    const without = { version: "2", productsEnabled: "no", serviceBillingCodeId: "" };
    expect(await save(wharf, without)).toMatchObject({ kind: "done" });
  });
});

describe("what the settings choose from", () => {
  it("is what the PSA offers and the program's contract agreements, each organisation's own", async () => {
    const { owner, portal } = databases;
    const { orgId, programId } = wharf;
    await owner.insert(contractAgreements).values([
      { orgId, programId, contractAgreementId: "CA-2" },
      { orgId, programId, contractAgreementId: "CA-1" },
    ]);
    const choices = await listSettingChoices(portal, wharf);
    expect(choices.contractAgreements).toEqual(["CA-1", "CA-2"]);
    expect(choices.offered.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "service_billing_code Cloud services",
      "service_billing_code Former code",
      "vendor rhipe",
    ]);
    expect(await listSettingChoices(portal, { ...wharf, orgId: quay.orgId })).toEqual({
      offered: [],
      contractAgreements: [],
    });
    expect(await save(wharf, { serviceBillingCodeId: "11", priceContractAgreementId: "CA-2" })).toMatchObject(
      {
        kind: "done",
      },
    );
    expect(await saved(wharf)).toMatchObject({ priceContractAgreementId: "CA-2" });
  });
});
