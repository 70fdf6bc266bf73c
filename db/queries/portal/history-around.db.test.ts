import { inOrg } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { getRunState } from "@/db/queries/portal/get-run-state";
import { listChanges } from "@/db/queries/portal/list-changes";
import { listRunOpenness } from "@/db/queries/portal/run-outlooks";
import { listRunStrips } from "@/db/queries/portal/run-strips";
import { issues, products } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import {
  addCustomer,
  addProgramSync,
  addRun,
  addStatus,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let otto: TestMember;
let sync: TestSync;
let runs: TestRun[];
let customerId: string;

const day = (number: number) => new Date(Date.UTC(2026, 10, number));

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner, portal } = databases;
  anna = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  otto = await addMember(owner, { organisation: "Quay IT", email: "otto@quay.example" });
  sync = await addProgramSync(owner, anna.orgId);
  customerId = await addCustomer(owner, sync, "Banksia");
  runs = [];
  for (let number = 1; number <= 32; number += 1) {
    runs.push(
      await addRun(owner, sync, { queuedAt: day(number), status: number === 32 ? "error" : "success" }),
    );
  }
  await addRun(owner, sync, { kind: "products", queuedAt: day(3), status: "warning" });
  await addRun(owner, sync, { mode: "preview", queuedAt: day(33), status: "success" });
  const append = (action: string, subject: string, facts = {}) =>
    inOrg(portal, anna.orgId, (tx) =>
      appendAuditEvent(tx, { orgId: anna.orgId, actorId: anna.userId }, { action, subject, facts }),
    );
  await append("program_settings_saved", sync.programSyncId, { staleAfterDays: "35 → 20" });
  await append("customer_mapped", customerId, { after: "company 7" });
  const prices = { unitCost: "7", unitPrice: "9", trial: false, listed: true, lastSeenAt: day(1) };
  const [product] = await owner
    .insert(products)
    .values({
      orgId: anna.orgId,
      programId: sync.programId,
      sourceProductId: "P-1",
      name: "Power BI Pro",
      ...prices,
    })
    .returning();
  const productId = product?.id ?? "";
  await append("product_linked", productId, { item: "PBI" });
  const line = { runId: runs[0]?.id ?? "", title: "Visio Plan 2" };
  await append("item_excluded", "sub-1:licence", { ...line, reason: "billed by hand" });
  await append("item_included", "sub-1:licence", line);
  await append("time_zone_set", anna.orgId, { from: "Etc/UTC", to: "Australia/Sydney" });
  await append("run_requested", runs[0]?.id ?? "");
  await append("issues_decided", "catch_up");
});
afterAll(() => databases.end());

test("a strip holds the thirty newest live runs of a kind, from old to new", async () => {
  const strips = await listRunStrips(databases.portal, { orgId: anna.orgId });
  const customers = strips.filter(({ kind }) => kind === "customers");
  expect(customers.map(({ id }) => id)).toEqual(runs.slice(2).map(({ id }) => id));
  expect(strips.filter(({ kind }) => kind === "products").map(({ status }) => status)).toEqual(["warning"]);
  expect(await listRunStrips(databases.portal, { orgId: anna.orgId, kind: "products" })).toHaveLength(1);
  expect(await listRunStrips(databases.portal, { orgId: anna.orgId, sync: "no-such" })).toEqual([]);
  expect(await listRunStrips(databases.portal, { orgId: otto.orgId })).toEqual([]);
});

test("changes of settings, mappings, links and exclusions are told with who made them, and nothing else is", async () => {
  const asked = { orgId: anna.orgId, from: null, to: null };
  const changes = await listChanges(databases.portal, asked);
  const line = { runId: runs[0]?.id ?? "", title: "Visio Plan 2" };
  expect(
    changes.map((change) => [
      change.action,
      change.by,
      change.customerName ?? change.productName ?? change.facts.title ?? change.programName,
      change.facts,
    ]),
  ).toEqual([
    ["time_zone_set", anna.email, null, { from: "Etc/UTC", to: "Australia/Sydney" }],
    ["item_included", anna.email, "Visio Plan 2", line],
    ["item_excluded", anna.email, "Visio Plan 2", { ...line, reason: "billed by hand" }],
    ["product_linked", anna.email, "Power BI Pro", { item: "PBI" }],
    ["customer_mapped", anna.email, "Banksia", { after: "company 7" }],
    ["program_settings_saved", anna.email, "Microsoft CSP", { staleAfterDays: "35 → 20" }],
  ]);
  expect(await listChanges(databases.portal, { ...asked, sync: sync.slug })).toHaveLength(5);
  expect(await listChanges(databases.portal, { ...asked, sync: "no-such" })).toEqual([]);
  expect(await listChanges(databases.portal, { ...asked, orgId: otto.orgId })).toEqual([]);
});

test("a stretch of time includes its start and not its end", async () => {
  const [last] = await listChanges(databases.portal, { orgId: anna.orgId, from: null, to: null });
  if (!last) throw new Error("There is no change.");
  const inStretch = (from: Date | null, to: Date | null) =>
    listChanges(databases.portal, { orgId: anna.orgId, from, to });
  const ids = async (of: ReturnType<typeof inStretch>) => (await of).map(({ id }) => id);
  expect(await ids(inStretch(last.at, null))).toContain(last.id);
  expect(await ids(inStretch(null, last.at))).not.toContain(last.id);
});

test("what is open of a run: its causes wherever it was, its own issues only while it is the last", async () => {
  const { owner, portal } = databases;
  const [before, last] = [runs.at(-2), runs.at(-1)];
  if (!before || !last) throw new Error("There are no runs.");
  const cause = { code: "agreement_ended", keys: 2, itemId: "i", customerName: null, customers: 1 };
  await addStatus(owner, sync, {
    lastRunId: last.id,
    causes: [{ ...cause, outcome: "failed", runId: before.id }],
  });
  const own = { orgId: anna.orgId, itemMonth: "2026-11-01", severity: "error" as const, facts: {} };
  await owner.insert(issues).values(
    [before, last].map(({ id }) => ({
      ...own,
      runId: id,
      code: "psa_unauthorised",
      factsHash: id,
      reference: "7F3K-20AX",
    })),
  );
  const openness = await listRunOpenness(portal, { orgId: anna.orgId, runs });
  expect([...openness.keys()].sort()).toEqual([before.id, last.id].sort());
  expect(openness.get(before.id)).toMatchObject({
    causes: [{ code: "agreement_ended", keys: 2 }],
    ownCodes: [],
  });
  expect(openness.get(last.id)).toEqual({ causes: [], ownCodes: ["psa_unauthorised"] });
  expect((await listRunOpenness(portal, { orgId: otto.orgId, runs })).size).toBe(0);
});

test("how far a run is, only its own organisation is told", async () => {
  const [run] = runs;
  if (!run) throw new Error("There is no run.");
  const asked = { orgId: anna.orgId, runId: run.id };
  expect(await getRunState(databases.portal, asked)).toMatchObject({ status: "success", done: 0 });
  expect(await getRunState(databases.portal, { ...asked, orgId: otto.orgId })).toBeNull();
});
