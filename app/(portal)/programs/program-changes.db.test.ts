import { desc, eq } from "drizzle-orm";
import {
  changeMapping,
  mappingRule,
  removeMapping,
  unmappingRule,
} from "@/app/(portal)/programs/mapping/mapping-change";
import { auditEvents, mappings, psaAgreements } from "@/db/schema";
import { addAgreement, addCompany, addInvoice } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let harbour: TestSync;
let quay: TestSync;
let customerId: string;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const member = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  anna = { ...member, role: "operator" };
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  quay = await addProgramSync(owner, ben.orgId);
  customerId = await addCustomer(owner, harbour, "Banksia");
  for (const psaId of ["7", "8"]) await addCompany(owner, harbour, psaId);
  await addAgreement(owner, harbour, { psaId: "70", psaCompanyId: "7" });
  await addAgreement(owner, harbour, { psaId: "80", psaCompanyId: "8" });
  await addAgreement(owner, harbour, { psaId: "79", psaCompanyId: "7" }, { status: "ended" });
  await addAgreement(owner, harbour, { psaId: "75", psaCompanyId: "7" }, { oneTime: true });
  await addAgreement(owner, harbour, { psaId: "76", psaCompanyId: "7" }, { oneTime: true, status: "ended" });
  await addAgreement(owner, harbour, { psaId: "85", psaCompanyId: "8" }, { oneTime: true });
  await addInvoice(owner, harbour, { start: "2026-10-01", end: "2026-10-31" }, { [customerId]: "10" });
});
beforeEach(async () => {
  await databases.owner.delete(mappings);
  await databases.owner.delete(auditEvents);
});
afterAll(() => databases.end());

const chosen = () => ({
  programSyncId: harbour.programSyncId,
  customerId,
  version: "",
  psaCompanyId: "7",
  psaAgreementId: "70",
  annualAgreementId: "",
  pricingStrategy: "cost_only",
  begin: "recent:2026-10-01",
  beginDate: "",
  enabled: "yes",
});

const map = (change: Partial<ReturnType<typeof chosen>> = {}) =>
  sendForm(databases.portal, anna, { rule: mappingRule, change: changeMapping }, { ...chosen(), ...change });

const unmap = (version: string) =>
  sendForm(
    databases.portal,
    anna,
    { rule: unmappingRule, change: removeMapping },
    { programSyncId: harbour.programSyncId, customerId, version },
  );

const saved = () => databases.owner.select().from(mappings);
const audited = () => databases.owner.select().from(auditEvents).orderBy(desc(auditEvents.id));

describe("mapping a customer", () => {
  it("keeps what was chosen, with the first day of the most recent invoice, and says who did it", async () => {
    expect(await map()).toMatchObject({
      kind: "done",
      change: { notice: { title: "Banksia is mapped to Company 7 → Agreement 70." } },
    });
    expect(await saved()).toMatchObject([
      {
        customerId,
        psaCompanyId: "7",
        psaAgreementId: "70",
        pricingStrategy: "cost_only",
        beginFrom: "2026-10-01",
        enabled: true,
        version: 1,
        updatedBy: anna.userId,
      },
    ]);
    expect(await audited()).toMatchObject([
      { action: "customer_mapped", actorId: anna.userId, subject: customerId },
    ]);
  });

  it("begins the day after the most recent invoice, or on the day that is named", async () => {
    await map({ begin: "next:2026-11-01" });
    expect(await saved()).toMatchObject([{ beginFrom: "2026-11-01" }]);
    await map({ version: "1", begin: "date", beginDate: "2026-08-15" });
    expect(await saved()).toMatchObject([{ beginFrom: "2026-08-15", version: 2 }]);
  });

  it.each([
    ["no day where one is to be named", { begin: "date" }, { beginDate: "Name the first day of usage." }],
    ["an agreement of another company", { psaAgreementId: "80" }, { psaAgreementId: expect.any(String) }],
    ["an agreement that has ended", { psaAgreementId: "79" }, { psaAgreementId: expect.any(String) }],
    ["no agreement", { psaAgreementId: "" }, { psaAgreementId: expect.any(String) }],
  ])("is refused with %s", async (_name, change, fieldErrors) => {
    expect(await map(change)).toMatchObject({ kind: "refused", fieldErrors });
    expect(await saved()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  it("is refused when an invoice has arrived after the page was shown", async () => {
    expect(await map({ begin: "recent:2026-09-01" })).toMatchObject({ kind: "refused", stale: true });
    expect(await saved()).toEqual([]);
  });

  it("is refused for a program of another organisation", async () => {
    expect(await map({ programSyncId: quay.programSyncId })).toMatchObject({ kind: "refused" });
    expect(await saved()).toEqual([]);
  });

  it("tells the second of two people who map at once", async () => {
    await map();
    expect(await map({ psaCompanyId: "8", psaAgreementId: "80" })).toMatchObject({
      kind: "refused",
      stale: true,
    });
    await map({ version: "1", begin: "keep:2026-10-01", pricingStrategy: "quantity_only" });
    expect(await map({ version: "1", begin: "keep:2026-10-01" })).toMatchObject({
      kind: "refused",
      stale: true,
    });
    expect(await saved()).toMatchObject([
      { psaAgreementId: "70", pricingStrategy: "quantity_only", version: 2 },
    ]);
  });

  it("lets a customer keep an agreement that has ended meanwhile", async () => {
    await map();
    const { owner } = databases;
    await owner.update(psaAgreements).set({ status: "ended" }).where(eq(psaAgreements.psaId, "70"));
    const kept = await map({ version: "1", begin: "keep:2026-10-01", enabled: "no" });
    await owner.update(psaAgreements).set({ status: "active" }).where(eq(psaAgreements.psaId, "70"));
    expect(kept).toMatchObject({ kind: "done" });
  });

  it("keeps where annual payments go, and refuses what cannot take them", async () => {
    expect(await map({ annualAgreementId: "75" })).toMatchObject({ kind: "done" });
    expect(await saved()).toMatchObject([{ annualAgreementId: "75" }]);
    for (const annualAgreementId of ["70", "85", "76"]) {
      expect(await map({ version: "1", begin: "keep:2026-10-01", annualAgreementId })).toMatchObject({
        kind: "refused",
        fieldErrors: { annualAgreementId: expect.any(String) },
      });
    }
    expect(await saved()).toMatchObject([{ annualAgreementId: "75" }]);
  });

  it("is refused to an agreement that takes charges only", async () => {
    expect(await map({ psaAgreementId: "75" })).toMatchObject({
      kind: "refused",
      title: "This agreement cannot take the lines: a one-time agreement takes charges, nothing monthly.",
    });
  });
});

describe("clearing a mapping", () => {
  it("takes it away, and says who did it", async () => {
    await map();
    expect(await unmap("1")).toMatchObject({
      kind: "done",
      change: { notice: { text: "No line of ours is open in ConnectWise for it." } },
    });
    expect(await saved()).toEqual([]);
    expect((await audited())[0]).toMatchObject({ action: "customer_unmapped", subject: customerId });
  });

  it("is refused when somebody else changed it meanwhile", async () => {
    await map();
    await map({ version: "1", begin: "keep:2026-10-01" });
    expect(await unmap("1")).toMatchObject({ kind: "refused", stale: true });
    expect(await saved()).toHaveLength(1);
  });
});
