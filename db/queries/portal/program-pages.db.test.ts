import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { listStandingCauses } from "@/db/commands/runs/standing-causes";
import { listAccesses, listProgramChoices } from "@/db/queries/portal/accesses";
import { findCustomerMapping, listTakenTargets } from "@/db/queries/portal/customer-mapping";
import { findProgramSync } from "@/db/queries/portal/find-program-sync";
import { hasAccess } from "@/db/queries/portal/has-access";
import { findMappingTarget } from "@/db/queries/portal/mapping-target";
import { listMenuPrograms } from "@/db/queries/portal/menu-programs";
import {
  type CustomerSort,
  countProgramCustomers,
  listProgramCustomers,
} from "@/db/queries/portal/program-customers";
import { listProgramOverviews } from "@/db/queries/portal/program-overviews";
import { countProgramProducts, listProgramProducts } from "@/db/queries/portal/program-products";
import { listAgreementsOfCompany, listCompanies, searchCompanies } from "@/db/queries/portal/psa-directory";
import { agreementLines, mappings, positions, productLinks, products, tasks } from "@/db/schema";
import { addAgreement, addCompany, addInvoice, addMapping } from "@/scripts/testing/directory-records";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import {
  addCustomer,
  addItem,
  addProgramSync,
  addRun,
  addStatus,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let harbour: TestSync;
let quay: TestSync;
let ids: Record<string, string>;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  const ben = await addMember(owner, { organisation: "Quay", email: "ben@quay.example" });
  harbour = await addProgramSync(owner, anna.orgId);
  quay = await addProgramSync(owner, ben.orgId);
  ids = {};
  for (const name of ["Acacia", "Banksia", "Casuarina", "Dogwood", "Eucalypt"]) {
    ids[name] = await addCustomer(owner, harbour, name);
  }
  ids.Foreign = await addCustomer(owner, quay, "Foreign");
  await addCompany(owner, harbour, "7", { name: "Banksia Pty Ltd", website: "banksia.example" });
  await addCompany(owner, harbour, "8", { name: "Banksia Holdings", inactive: true });
  await addCompany(owner, quay, "7", { name: "Banksia of Quay" });
  await addAgreement(owner, harbour, { psaId: "70", psaCompanyId: "7" });
  await addAgreement(
    owner,
    harbour,
    { psaId: "69", psaCompanyId: "7" },
    { status: "ended", endDate: "2026-09-30", name: "A former one" },
  );
  const { Acacia = "", Banksia = "", Casuarina = "", Dogwood = "" } = ids;
  await addMapping(owner, harbour, { customerId: Banksia, psaCompanyId: "7", psaAgreementId: "70" });
  await addMapping(
    owner,
    harbour,
    { customerId: Dogwood, psaCompanyId: "9", psaAgreementId: "90" },
    { enabled: false },
  );
  await addInvoice(owner, harbour, { start: "2026-09-01", end: "2026-09-30" }, { [Acacia]: "999" });
  await addInvoice(
    owner,
    harbour,
    { start: "2026-10-01", end: "2026-10-31" },
    { [Acacia]: "12.50", [Banksia]: "300", [Casuarina]: "80.25" },
  );
});
afterAll(() => databases.end());

const everyone = { search: "", filter: "all", cursor: null, limit: 50 } as const;

async function names(change: Partial<Parameters<typeof listProgramCustomers>[1]> = {}) {
  const asked = { ...harbour, ...everyone, sort: "unmapped" as CustomerSort, ...change };
  return (await listProgramCustomers(databases.portal, asked)).rows.map((row) => row.name);
}

describe("a program's customers", () => {
  it("stand with those without a mapping first, the dearest on top", async () => {
    expect(await names()).toEqual(["Casuarina", "Acacia", "Eucalypt", "Banksia", "Dogwood"]);
  });

  it("stand by name and by what they cost on the newest invoice", async () => {
    expect(await names({ sort: "name" })).toEqual(["Acacia", "Banksia", "Casuarina", "Dogwood", "Eucalypt"]);
    expect(await names({ sort: "cost" })).toEqual(["Banksia", "Casuarina", "Acacia", "Dogwood", "Eucalypt"]);
  });

  it("tell where they are mapped to, and the money of the newest invoice alone", async () => {
    const { rows } = await listProgramCustomers(databases.portal, { ...harbour, ...everyone, sort: "name" });
    expect(rows[0]).toMatchObject({ cost: "12.50", currency: "AUD", mapping: null, company: null });
    expect(rows[1]).toMatchObject({
      cost: "300",
      mapping: { psaCompanyId: "7", enabled: true },
      company: { name: "Banksia Pty Ltd" },
      agreement: { name: "Agreement 70", status: "active" },
    });
    expect(rows[3]).toMatchObject({
      mapping: { psaCompanyId: "9", enabled: false },
      company: null,
      agreement: null,
    });
    expect(rows[4]?.cost).toBeNull();
  });

  it("are found by their own name and by that of their company, literally", async () => {
    expect(await names({ search: "acac" })).toEqual(["Acacia"]);
    expect(await names({ search: "pty ltd" })).toEqual(["Banksia"]);
    expect(await names({ search: "%" })).toEqual([]);
    expect(await names({ filter: "off" })).toEqual(["Dogwood"]);
    expect(await names({ filter: "on" })).toEqual(["Banksia"]);
    expect(await names({ filter: "unmapped" })).toEqual(["Casuarina", "Acacia", "Eucalypt"]);
    expect(await countProgramCustomers(databases.portal, { ...harbour, search: "" })).toEqual({
      all: 5,
      unmapped: 3,
      on: 1,
      off: 1,
    });
  });

  it.each(["unmapped", "name", "cost"] as const)(
    "are paged by %s, onwards and back, none twice",
    async (sort) => {
      const all = await names({ sort });
      const asked = { ...harbour, ...everyone, sort, limit: 2 };
      const first = await listProgramCustomers(databases.portal, asked);
      const key = first.rows.at(-1)?.sortKey ?? [];
      const second = await listProgramCustomers(databases.portal, {
        ...asked,
        cursor: { direction: "after", key },
      });
      const last = await listProgramCustomers(databases.portal, {
        ...asked,
        cursor: { direction: "after", key: second.rows.at(-1)?.sortKey ?? [] },
      });
      expect([first, second, last].flatMap((page) => page.rows.map((row) => row.name))).toEqual(all);
      expect([first.hasBefore, first.hasAfter, last.hasBefore, last.hasAfter]).toEqual([
        false,
        true,
        true,
        false,
      ]);
      const back = await listProgramCustomers(databases.portal, {
        ...asked,
        cursor: { direction: "before", key: second.rows[0]?.sortKey ?? [] },
      });
      expect(back.rows).toEqual(first.rows);
      expect([back.hasBefore, back.hasAfter]).toEqual([false, true]);
    },
  );

  it.each([[["x"]], [["0", "'; drop table customers", "no uuid"]], [[]]])(
    "are none behind the cursor %j that somebody made up",
    async (key) => {
      expect(await names({ cursor: { direction: "after", key } })).toEqual([]);
    },
  );

  it("are those of the organisation alone", async () => {
    const asked = { ...harbour, orgId: quay.orgId, ...everyone, sort: "name" as const };
    expect((await listProgramCustomers(databases.portal, asked)).rows).toEqual([]);
    const foreign = { ...harbour, customerId: ids.Foreign ?? "" };
    expect(await findCustomerMapping(databases.portal, foreign)).toBeNull();
    const mine = { ...harbour, orgId: quay.orgId, customerId: ids.Banksia ?? "" };
    expect(await findCustomerMapping(databases.portal, mine)).toBeNull();
  });
});

describe("a customer's mapping", () => {
  it("tells its target, its newest invoice and our open lines", async () => {
    const { owner, portal } = databases;
    const { Banksia = "" } = ids;
    const line = { orgId: harbour.orgId, programSyncId: harbour.programSyncId, customerId: Banksia };
    await owner.insert(positions).values([
      { ...line, kind: "customers", key: "a:licence", open: true },
      { ...line, kind: "customers", key: "b:licence", open: false },
    ]);
    const { orgId, connectionId } = harbour;
    const stored = { orgId, connectionId, psaAgreementId: "70" };
    await owner.insert(agreementLines).values([
      { ...stored, key: "a:licence", psaLineId: "1" },
      { ...stored, key: "b:licence", psaLineId: "2" },
      { ...stored, key: "c:licence", psaLineId: "3" },
    ]);
    expect(await findCustomerMapping(portal, { ...harbour, customerId: Banksia })).toMatchObject({
      mapping: { psaAgreementId: "70", version: 1 },
      savedCompany: { name: "Banksia Pty Ltd" },
      savedAgreement: { name: "Agreement 70" },
      newestInvoice: { periodStart: "2026-10-01", periodEnd: "2026-10-31" },
      cost: "300",
      openLines: [{ key: "a:licence", psaAgreementId: "70", psaLineId: "1", title: "a:licence" }],
    });
    expect(await listTakenTargets(portal, { ...harbour, customerId: ids.Acacia ?? "" })).toEqual([
      { psaCompanyId: "7", psaAgreementId: "70", customerName: "Banksia" },
      { psaCompanyId: "9", psaAgreementId: "90", customerName: "Dogwood" },
    ]);
  });

  it("names the others that are mapped to the same company", async () => {
    const { owner, portal } = databases;
    const { Eucalypt = "" } = ids;
    await addMapping(owner, harbour, { customerId: Eucalypt, psaCompanyId: "7", psaAgreementId: "69" });
    const { rows } = await listProgramCustomers(portal, { ...harbour, ...everyone, sort: "name" });
    await owner.delete(mappings).where(eq(mappings.customerId, Eucalypt));
    const also = Object.fromEntries(rows.map((row) => [row.name, row.alsoMapped]));
    expect(also).toEqual({
      Acacia: [],
      Banksia: ["Eucalypt"],
      Casuarina: [],
      Dogwood: [],
      Eucalypt: ["Banksia"],
    });
  });

  it("finds a target only where the agreement is the company's own", async () => {
    const target = (psaCompanyId: string, psaAgreementId: string, sync = harbour) =>
      inOrg(databases.portal, sync.orgId, (tx) =>
        findMappingTarget(tx, { ...sync, psaCompanyId, psaAgreementId }),
      );
    expect(await target("7", "70")).toMatchObject({ companyName: "Banksia Pty Ltd", status: "active" });
    expect(await target("8", "70")).toBeNull();
    expect(await target("7", "71")).toBeNull();
    expect(await target("7", "70", { ...harbour, orgId: quay.orgId })).toBeNull();
  });
});

describe("the directory", () => {
  it("is searched by any of a company's words, the inactive last, within the organisation", async () => {
    const search = async (words: string) =>
      (await searchCompanies(databases.portal, { ...harbour, search: words, limit: 20 })).map(
        (row) => row.psaId,
      );
    expect(await search("banksia")).toEqual(["7", "8"]);
    expect(await search("banksia.example")).toEqual(["7"]);
    expect(await search("8")).toEqual(["8"]);
    expect(await search("of quay")).toEqual([]);
    expect(await listCompanies(databases.portal, harbour)).toHaveLength(2);
  });

  it("shows a company's agreements with the ended ones last", async () => {
    const rows = await listAgreementsOfCompany(databases.portal, { ...harbour, psaCompanyId: "7" });
    expect(rows.map(({ psaId, status }) => [psaId, status])).toEqual([
      ["70", "active"],
      ["69", "ended"],
    ]);
  });
});

describe("the price list", () => {
  it("shows what is linked and what has left, within the organisation", async () => {
    const { owner, portal } = databases;
    const entry = (name: string, listed: boolean) => ({
      orgId: harbour.orgId,
      programId: harbour.programId,
      id: randomUUID(),
      sourceProductId: name,
      sku: `SKU-${name}`,
      name,
      unitCost: "10.5",
      unitPrice: "12",
      trial: false,
      listed,
      lastSeenAt: new Date(),
    });
    const rows = [entry("Exchange", true), entry("Teams", true), entry("Yammer", false)];
    await owner.insert(products).values(rows);
    await owner.insert(productLinks).values({
      orgId: harbour.orgId,
      programSyncId: harbour.programSyncId,
      productId: rows[0]?.id ?? "",
      psaItemId: "501",
      origin: "sku",
      syncedAt: new Date(),
    });
    const show = async (filter: "all" | "linked" | "unlinked" | "gone", search = "") =>
      (await listProgramProducts(portal, { ...harbour, filter, search, cursor: null, limit: 50 })).rows.map(
        (row) => row.name,
      );
    expect(await show("all")).toEqual(["Exchange", "Teams", "Yammer"]);
    expect(await show("linked")).toEqual(["Exchange"]);
    expect(await show("unlinked")).toEqual(["Teams"]);
    expect(await show("gone")).toEqual(["Yammer"]);
    expect(await show("all", "sku-te")).toEqual(["Teams"]);
    expect(await countProgramProducts(portal, { ...harbour, search: "" })).toEqual({
      all: 3,
      linked: 1,
      unlinked: 1,
      gone: 1,
    });
    const other = {
      ...harbour,
      orgId: quay.orgId,
      filter: "all" as const,
      search: "",
      cursor: null,
      limit: 50,
    };
    expect((await listProgramProducts(portal, other)).rows).toEqual([]);
  });
});

describe("the dashboard", () => {
  it("has the latest of each kind and the runs that are not over, of this organisation", async () => {
    const { owner, portal } = databases;
    const done = await addRun(owner, harbour, { status: "error" });
    const running = await addRun(owner, harbour, { status: "running", finishedAt: null });
    await addRun(owner, quay, { status: "queued", finishedAt: null });
    await addStatus(owner, harbour, {
      kind: "customers",
      lastRunId: done.id,
      lastRunStatus: "error",
      failed: 2,
      held: 1,
      notMapped: 3,
    });
    await addItem(owner, done, "s1:licence", {
      outcome: "failed",
      customerId: ids.Banksia ?? "",
      issues: [{ code: "agreement_ended", severity: "error" }],
    });
    await addItem(owner, done, "s2:licence", {
      outcome: "failed",
      customerId: ids.Dogwood ?? "",
      issues: [{ code: "agreement_ended", severity: "error" }],
    });
    await addItem(owner, done, "s3:licence", {
      outcome: "applied",
      customerId: ids.Banksia ?? "",
      issues: [{ code: "price_below_cost", severity: "warning" }],
    });
    await addItem(owner, done, "customer:1", {
      outcome: "skipped",
      reason: "not_mapped",
      costAmount: "12.50",
      currency: "AUD",
      issues: [{ code: "customer_not_mapped", severity: "warning" }],
    });

    const overviews = await listProgramOverviews(portal, { orgId: harbour.orgId });
    expect(overviews).toHaveLength(1);
    expect(overviews[0]).toMatchObject({
      programName: "Microsoft CSP",
      newestInvoice: { start: "2026-10-01", currency: "AUD" },
      kinds: {
        customers: { status: { failed: 2 }, openRun: { runId: running.id, status: "running" } },
        products: { status: null, openRun: null },
      },
    });
    expect(await listProgramOverviews(portal, { orgId: harbour.orgId, slug: "no-such" })).toEqual([]);
    expect(await listMenuPrograms(portal, { orgId: harbour.orgId })).toMatchObject([{ waiting: 6 }]);
    expect(await listMenuPrograms(portal, { orgId: quay.orgId })).toMatchObject([{ waiting: 0 }]);

    const causesOf = ({ orgId }: TestSync) =>
      inOrg(portal, orgId, (tx) => listStandingCauses(tx, { ...harbour, orgId, kind: "customers" }));
    const causes = await causesOf(harbour);
    expect(
      causes.map(({ outcome, code, keys, customers, customerName }) => ({
        outcome,
        code,
        keys,
        customers,
        customerName,
      })),
    ).toEqual([
      { outcome: "failed", code: "agreement_ended", keys: 2, customers: 2, customerName: "Banksia" },
      { outcome: null, code: "price_below_cost", keys: 1, customers: 1, customerName: "Banksia" },
    ]);
    expect(await causesOf(quay)).toEqual([]);
  });
});

describe("the accesses", () => {
  it("are shown without a sealed key, with the latest task of each kind", async () => {
    const { owner, portal } = databases;
    const task = { orgId: harbour.orgId, kind: "test_connection" as const, subjectId: harbour.connectionId };
    await owner.insert(tasks).values([
      { ...task, state: "failed", createdAt: new Date("2026-11-01T00:00:00Z") },
      { ...task, state: "done", createdAt: new Date("2026-11-02T00:00:00Z") },
    ]);
    const accesses = await listAccesses(portal, { orgId: harbour.orgId });
    expect(JSON.stringify(accesses)).not.toContain("sealed");
    expect(accesses.sources).toMatchObject([{ programs: ["Microsoft CSP"] }]);
    expect(accesses.connections).toMatchObject([{ companies: 2, agreements: 2 }]);
    expect(accesses.latestTask(harbour.connectionId, "test_connection")).toMatchObject({ state: "done" });
    expect(accesses.latestTask(harbour.connectionId, "refresh_directory")).toBeNull();
    const others = await listAccesses(portal, { orgId: quay.orgId });
    expect(others.latestTask(harbour.connectionId, "test_connection")).toBeNull();
    expect(others.connections.map((one) => one.id)).toEqual([quay.connectionId]);
  });

  it("of another organisation are not there", async () => {
    const has = (orgId: string, id: string) =>
      inOrg(databases.portal, orgId, (tx) => hasAccess(tx, { orgId, id, kind: "test_connection" }));
    expect(await has(harbour.orgId, harbour.connectionId)).toBe(true);
    expect(await has(quay.orgId, harbour.connectionId)).toBe(false);
    const find = (orgId: string) =>
      inOrg(databases.portal, orgId, (tx) =>
        findProgramSync(tx, { orgId, programSyncId: harbour.programSyncId }),
      );
    expect(await find(harbour.orgId)).toMatchObject({ slug: harbour.slug });
    expect(await find(quay.orgId)).toBeNull();
    expect(await listProgramChoices(databases.portal, { orgId: harbour.orgId })).toEqual([]);
  });
});
