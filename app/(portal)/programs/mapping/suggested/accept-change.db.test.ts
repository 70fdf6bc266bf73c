import { eq } from "drizzle-orm";
import { acceptRule, acceptSuggestions } from "@/app/(portal)/programs/mapping/suggested/accept-change";
import { readOutlooks } from "@/app/(portal)/programs/mapping/suggested/load-outlooks";
import { isProposal } from "@/app/(portal)/programs/mapping/suggested/propose";
import { tickedValue } from "@/app/(portal)/programs/mapping/suggested/ticked";
import { inOrg } from "@/db/client";
import {
  auditEvents,
  customers,
  invoiceLines,
  invoices,
  mappings,
  psaAgreements,
  psaCompanies,
} from "@/db/schema";
import { addAgreement, addCompany, addInvoice, addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addCustomer, addProgramSync, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let harbour: TestSync;
let ids: Record<"Acacia" | "Banksia" | "Casuarina", string>;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const member = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  anna = { ...member, role: "operator" };
  harbour = await addProgramSync(owner, anna.orgId);
  ids = {
    Acacia: await addCustomer(owner, harbour, "Acacia"),
    Banksia: await addCustomer(owner, harbour, "Banksia"),
    Casuarina: await addCustomer(owner, harbour, "Casuarina"),
  };
});
beforeEach(async () => {
  const { owner } = databases;
  for (const table of [mappings, psaAgreements, psaCompanies, invoiceLines, invoices, auditEvents]) {
    await owner.delete(table);
  }
  for (const [index, [name, customerId]] of Object.entries(ids).entries()) {
    const psaId = String(index + 1);
    const number = `10000000${psaId}`;
    await owner.update(customers).set({ registrationNumber: number }).where(eq(customers.id, customerId));
    await addCompany(owner, harbour, psaId, { name, taxIdentifier: number });
    await addAgreement(owner, harbour, { psaId: `${psaId}0`, psaCompanyId: psaId });
  }
  const month = { start: "2026-10-01", end: "2026-10-31" };
  await addInvoice(owner, harbour, month, { [ids.Acacia]: "10", [ids.Banksia]: "300" });
});
afterAll(() => databases.end());

/** The boxes that the page shows now. */
async function boxes(): Promise<string[]> {
  const outlooks = await inOrg(databases.portal, anna.orgId, (tx) =>
    readOutlooks(tx, harbour, "connectwise"),
  );
  return [...outlooks.values()].filter(isProposal).map(tickedValue);
}

const accept = (ticked: string[], change: Record<string, string> = {}) =>
  sendForm(
    databases.portal,
    anna,
    { rule: acceptRule, change: acceptSuggestions },
    {
      programSyncId: harbour.programSyncId,
      ...(ticked.length > 0 && { "ticked[]": ticked }),
      pricingStrategy: "cost_only",
      begin: "recent",
      beginDate: "",
      ...change,
    },
  );

const saved = () =>
  databases.owner
    .select()
    .from(mappings)
    .innerJoin(customers, eq(customers.id, mappings.customerId))
    .orderBy(customers.name);
const events = () => databases.owner.select().from(auditEvents).orderBy(auditEvents.id);

it("maps what is ticked as it was shown, the dearest first, with an event each", async () => {
  const shown = await boxes();
  expect(shown).toHaveLength(3);
  const [dearest = "", next = ""] = shown;
  expect(dearest).toContain(ids.Banksia);
  const done = await accept([dearest, next]);
  expect(done).toMatchObject({ kind: "done", change: { notice: { title: "2 customers are mapped." } } });
  expect(
    (await saved()).map(({ mappings: one, customers: { name } }) => [
      name,
      one.psaCompanyId,
      one.psaAgreementId,
    ]),
  ).toEqual([
    ["Acacia", "1", "10"],
    ["Banksia", "2", "20"],
  ]);
  expect((await saved())[0]?.mappings).toMatchObject({
    pricingStrategy: "cost_only",
    enabled: true,
    beginFrom: "2026-10-01",
    annualAgreementId: null,
    updatedBy: anna.userId,
  });
  expect((await events()).map(({ action, subject }) => [action, subject])).toEqual([
    ["customer_mapped", ids.Banksia],
    ["customer_mapped", ids.Acacia],
  ]);
  expect((await events())[0]?.facts).toMatchObject({
    suggested: expect.stringContaining("same registration number"),
  });
});

it.each([
  ["next", "", "2026-11-01"],
  ["date", "2026-12-01", "2026-12-01"],
])("begins with the %s one where that is chosen", async (begin, beginDate, day) => {
  const [dearest = ""] = await boxes();
  await accept([dearest], { begin, beginDate });
  expect((await saved())[0]?.mappings.beginFrom).toBe(day);
});

const meanwhile: [string, RegExp, () => Promise<unknown>][] = [
  [
    "was mapped",
    /^Banksia: somebody has mapped it meanwhile\.$/,
    () =>
      addMapping(databases.owner, harbour, {
        customerId: ids.Banksia,
        psaCompanyId: "9",
        psaAgreementId: "90",
      }),
  ],
  [
    "has its company mapped to another",
    /^Banksia: another customer is mapped to the company\.$/,
    () =>
      addMapping(databases.owner, harbour, {
        customerId: ids.Casuarina,
        psaCompanyId: "2",
        psaAgreementId: "20",
      }),
  ],
  [
    "fits another company, too",
    /^Banksia: more than one company fits\.$/,
    () => addCompany(databases.owner, harbour, "8", { name: "Banksia", taxIdentifier: "100000002" }),
  ],
  [
    "has another agreement",
    /^Banksia: its company has another agreement now\.$/,
    () => databases.owner.update(psaAgreements).set({ psaId: "21" }).where(eq(psaAgreements.psaId, "20")),
  ],
];

it.each(meanwhile)(
  "leaves out a customer that %s meanwhile, says so, and maps the others",
  async (_, text, happens) => {
    const [banksia = "", acacia = ""] = await boxes();
    await happens();
    const done = await accept([banksia, acacia]);
    expect(done).toMatchObject({
      kind: "done",
      change: { notice: { title: "1 customer is mapped, 1 is not.", text: expect.stringMatching(text) } },
    });
    expect((await events()).map(({ subject }) => subject)).toEqual([ids.Acacia]);
  },
);

it("leaves out whoever an invoice has arrived for, unless the day was named", async () => {
  const shown = await boxes();
  await addInvoice(
    databases.owner,
    harbour,
    { start: "2026-11-01", end: "2026-11-30" },
    { [ids.Acacia]: "10" },
  );
  expect(await accept(shown)).toMatchObject({
    kind: "refused",
    text: expect.stringContaining("Acacia: an invoice has arrived meanwhile."),
  });
  expect(await saved()).toEqual([]);
  expect(await events()).toEqual([]);
  expect(await accept(shown, { begin: "date", beginDate: "2026-11-01" })).toMatchObject({ kind: "done" });
});

it("saves nothing when nothing is ticked, what is ticked was made up, or no day is named", async () => {
  const [box = ""] = await boxes();
  expect(await accept([])).toMatchObject({
    kind: "refused",
    title: expect.stringMatching(/^No customer is ticked/),
  });
  expect(await accept(["[1]"])).toMatchObject({ kind: "refused" });
  expect(await accept([box], { begin: "date" })).toMatchObject({ kind: "refused" });
  const foreign = box.replace(ids.Banksia, "5d9e2d53-2f5c-4f0f-9b1e-0d7a0d3b8f10");
  expect(await accept([foreign])).toMatchObject({
    kind: "refused",
    text: "A customer: it does not exist any more.",
  });
  expect(await saved()).toEqual([]);
});
