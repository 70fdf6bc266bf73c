import { eq } from "drizzle-orm";
import {
  changeMapping,
  mappingRule,
  removeMapping,
  unmappingRule,
} from "@/app/(portal)/programs/mapping/mapping-change";
import { agreementLines, lineEndings, mappings, positions, programSyncs, syncRuns } from "@/db/schema";
import { addAgreement, addCompany, addInvoice, addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let harbour: TestSync;
let banksia: string;
let wattle: string;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const member = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  anna = { ...member, role: "operator" };
  harbour = await addProgramSync(owner, anna.orgId);
  banksia = await addCustomer(owner, harbour, "Banksia");
  wattle = await addCustomer(owner, harbour, "Wattle");
  await addCompany(owner, harbour, "7");
  for (const psaId of ["70", "71"]) await addAgreement(owner, harbour, { psaId, psaCompanyId: "7" });
  const month = { start: "2026-10-01", end: "2026-10-31" };
  await addInvoice(owner, harbour, month, { [banksia]: "10", [wattle]: "10" });
});
beforeEach(async () => {
  const { owner } = databases;
  for (const table of [mappings, positions, agreementLines, lineEndings, syncRuns]) await owner.delete(table);
  await addMapping(owner, harbour, { customerId: banksia, psaCompanyId: "7", psaAgreementId: "70" });
  await addLine(banksia, { psaAgreementId: "70", psaLineId: "1" });
  await addLine(wattle, { psaAgreementId: "70", psaLineId: "2" });
});
afterAll(() => databases.end());

const keyOf = (customerId: string) => `sub-${customerId}:licence`;

async function addLine(customerId: string, line: { psaAgreementId: string; psaLineId: string }) {
  const { orgId, programSyncId, connectionId } = harbour;
  const key = keyOf(customerId);
  const position = { orgId, programSyncId, kind: "customers" as const, key, customerId, open: true };
  await databases.owner.insert(positions).values(position).onConflictDoNothing();
  await databases.owner.insert(agreementLines).values({ orgId, connectionId, key, ...line });
}

async function save(change: Record<string, string>) {
  const [mapping] = await databases.owner.select().from(mappings);
  const fields = {
    programSyncId: harbour.programSyncId,
    customerId: banksia,
    version: String(mapping?.version ?? ""),
    psaCompanyId: "7",
    psaAgreementId: "70",
    annualAgreementId: "",
    pricingStrategy: "cost_and_retail",
    begin: mapping ? "keep:2026-10-01" : "recent:2026-10-01",
    beginDate: "",
    enabled: "yes",
  };
  const rule = { rule: mappingRule, change: changeMapping };
  return sendForm(databases.portal, anna, rule, { ...fields, ...change });
}

const unmap = (change: Record<string, string> = {}) =>
  sendForm(
    databases.portal,
    anna,
    { rule: unmappingRule, change: removeMapping },
    { programSyncId: harbour.programSyncId, customerId: banksia, version: "1", ...change },
  );

const endings = () => databases.owner.select().from(lineEndings).orderBy(lineEndings.psaLineId);
const runs = () => databases.owner.select().from(syncRuns);
const saved = () => databases.owner.select().from(mappings);
const noticeOf = (text: RegExp) => ({
  kind: "done",
  change: { notice: { text: expect.stringMatching(text) } },
});

const ways: [string, (choice?: Record<string, string>) => ReturnType<typeof save>][] = [
  ["switching a customer off", (choice = {}) => save({ enabled: "no", ...choice })],
  ["moving it to another agreement", (choice = {}) => save({ psaAgreementId: "71", ...choice })],
  ["clearing its mapping", (choice = {}) => unmap(choice)],
];

describe.each(ways)("%s whose lines are open", (_name, change) => {
  it("is refused until it is said what becomes of them", async () => {
    const before = await saved();
    expect(await change()).toMatchObject({
      kind: "refused",
      stale: true,
      fieldErrors: { leftover: expect.any(String) },
    });
    expect(await saved()).toEqual(before);
    expect(await endings()).toEqual([]);
  });

  it("ends them on the day that is named, and asks for the sync that does it", async () => {
    const done = await change({ leftover: "end", leftoverLastDay: "2026-11-30" });
    expect(done).toMatchObject(noticeOf(/^1 open line in ConnectWise is to end with 30 Nov 2026\./));
    expect(await endings()).toMatchObject([
      {
        orgId: anna.orgId,
        programSyncId: harbour.programSyncId,
        connectionId: harbour.connectionId,
        psaAgreementId: "70",
        psaLineId: "1",
        key: keyOf(banksia),
        title: "Microsoft 365 Business Standard",
        customerId: banksia,
        lastDay: "2026-11-30",
        state: "open",
        requestedBy: anna.userId,
      },
    ]);
    const asked = (await runs()).filter((run) => run.kind === "customers");
    expect(asked).toMatchObject([{ mode: "live", trigger: "person", status: "queued" }]);
  });

  it("keeps them, and says that they go on billing", async () => {
    expect(await change({ leftover: "keep" })).toMatchObject(
      noticeOf(/^1 open line in ConnectWise goes on billing as before/),
    );
    expect(await endings()).toEqual([]);
    expect(await runs()).toEqual([]);
  });
});

describe("lines that a change leaves behind", () => {
  it("end as early as can be when no day is named, and wait while the sync is off", async () => {
    const here = eq(programSyncs.id, harbour.programSyncId);
    await databases.owner.update(programSyncs).set({ customersEnabled: false }).where(here);
    const done = await unmap({ leftover: "end", leftoverLastDay: "" });
    await databases.owner.update(programSyncs).set({ customersEnabled: true }).where(here);
    expect(done).toMatchObject(noticeOf(/switched off in the settings/));
    expect(await endings()).toMatchObject([{ lastDay: null }]);
    expect(await runs()).toEqual([]);
  });

  it("are those of each agreement but the one that is synced from now on", async () => {
    await addLine(banksia, { psaAgreementId: "71", psaLineId: "9" });
    await save({ psaAgreementId: "71", leftover: "end" });
    expect(await endings()).toMatchObject([{ psaAgreementId: "70", psaLineId: "1" }]);
  });

  it("are asked for once: the newer wish holds, and to keep them takes it back", async () => {
    await save({ enabled: "no", leftover: "end", leftoverLastDay: "2026-11-30" });
    await save({ enabled: "no", psaAgreementId: "71", leftover: "end", leftoverLastDay: "2026-12-31" });
    expect(await endings()).toMatchObject([{ lastDay: "2026-12-31" }]);
    await unmap({ version: "3", leftover: "keep" });
    expect(await endings()).toEqual([]);
  });

  it("are not ended any more when the customer is synced to them again before it was done", async () => {
    await save({ enabled: "no", leftover: "end", leftoverLastDay: "2026-11-30" });
    await databases.owner.update(lineEndings).set({ state: "failed" });
    const { orgId, programSyncId, connectionId } = harbour;
    const foreign = { psaAgreementId: "70", psaLineId: "99", key: keyOf(banksia), title: "Not ours" };
    const asked = { orgId, programSyncId, connectionId, customerId: banksia, requestedBy: anna.userId };
    await databases.owner.insert(lineEndings).values({ ...asked, ...foreign });
    await save({ enabled: "yes" });
    expect(await endings()).toMatchObject([{ psaLineId: "99" }]);
  });

  it("keep the record of what was ended before", async () => {
    await save({ enabled: "no", leftover: "end", leftoverLastDay: "2026-11-30" });
    await databases.owner.update(lineEndings).set({ state: "done" });
    await save({ enabled: "yes" });
    await save({ enabled: "no", leftover: "end", leftoverLastDay: "2026-12-31" });
    const states = (await endings()).map(({ state, lastDay }) => `${state} ${lastDay}`);
    expect(states.sort()).toEqual(["done 2026-11-30", "open 2026-12-31"]);
  });

  it("are not asked about when nothing is left behind", async () => {
    expect(await save({ pricingStrategy: "cost_only" })).toMatchObject({ kind: "done" });
    expect(await endings()).toEqual([]);
  });
});
