import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { inOrg, type Transaction } from "@/db/client";
import { decideAll } from "@/db/commands/portal/decisions/decide-all";
import { decideIssue } from "@/db/commands/portal/decisions/decide-issue";
import { adoptLine, endLines, linkProduct } from "@/db/commands/portal/decisions/settle-lines";
import {
  agreementLines,
  decisions,
  issues,
  lineEndings,
  outbox,
  productLinks,
  products,
  programSyncs,
  runScopes,
} from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { addItem, addProgramSync, addRun, addStatus, type TestRun } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let ben: TestMember;
let run: TestRun;
let people = 0;

beforeAll(async () => {
  databases = await openTestDatabases();
  ben = await addMember(databases.owner, { organisation: "Quay", email: "ben-decides@quay.example" });
});
beforeEach(async () => {
  people += 1;
  const email = `anna-decides${people}@harbour.example`;
  anna = await addMember(databases.owner, { organisation: "Harbour", email });
  const sync = await addProgramSync(databases.owner, anna.orgId);
  run = await addRun(databases.owner, sync);
  await addStatus(databases.owner, sync);
});
afterAll(() => databases.end());

const asAnna = <T>(work: (tx: Transaction) => Promise<T>) => inOrg(databases.portal, anna.orgId, work);

/** A held line with one issue, as ids to ask with. */
async function held(code: string, facts: Record<string, string> = {}, change: object = {}) {
  const item = await addItem(databases.owner, run, `${randomUUID()}:licence`, {
    outcome: "held",
    agreementId: "4001",
    issues: [{ code, severity: "held", facts, factsHash: `${code} ${people}` }],
    ...change,
  });
  const [issue] = await databases.owner.select().from(issues).where(eq(issues.itemId, item.id));
  if (!issue) throw new Error("The issue was not stored.");
  return { item, asked: { orgId: anna.orgId, runId: run.id, itemId: item.id, issueId: issue.id } };
}

const approve = { choice: "approve", details: {} } as const;

async function scopeOf(runId: string): Promise<string[]> {
  const rows = await databases.owner.select().from(runScopes).where(eq(runScopes.runId, runId));
  return rows.map((row) => row.key).sort();
}

describe("deciding", () => {
  test("is recorded for just these facts, and a sync of just this line is asked for", async () => {
    const { item, asked } = await held("catch_up", { amount: "12.00" });
    const result = await asAnna((tx) => decideIssue(tx, { ...asked, ...approve, decidedBy: anna.userId }));
    if (result.kind !== "decided") throw new Error(result.kind);
    expect(await scopeOf(result.runId)).toEqual([item.key]);
    const rows = await databases.owner.select().from(decisions).where(eq(decisions.orgId, anna.orgId));
    expect(rows).toMatchObject([
      { key: item.key, code: "catch_up", choice: "approve", decidedBy: anna.userId },
    ]);
    const bells = await databases.owner.select().from(outbox).where(eq(outbox.orgId, anna.orgId));
    expect(bells.map((bell) => bell.subjectId)).toEqual([result.runId]);
  });

  test("the second of two persons is told what the first has decided", async () => {
    const { asked } = await held("large_change");
    await asAnna((tx) => decideIssue(tx, { ...asked, ...approve, decidedBy: anna.userId }));
    const second = await asAnna((tx) =>
      decideIssue(tx, { ...asked, choice: "reject", details: {}, decidedBy: anna.userId }),
    );
    expect(second).toEqual({ kind: "already", choice: "approve" });
  });

  test.each<[what: string, code: string, change: object]>([
    ["a later run has looked at the line", "catch_up", { position: { itemId: randomUUID() } }],
    ["the line is not outstanding any more", "catch_up", { position: { outstanding: null } }],
  ])("is refused when %s", async (_, code, change) => {
    const { asked } = await held(code, {}, change);
    expect(await asAnna((tx) => decideIssue(tx, { ...asked, ...approve, decidedBy: anna.userId }))).toEqual({
      kind: "moved_on",
    });
    expect(await databases.owner.select().from(decisions).where(eq(decisions.orgId, anna.orgId))).toEqual([]);
  });

  test("takes only the answers that the question has", async () => {
    const { asked } = await held("subscription_disappeared");
    const result = await asAnna((tx) => decideIssue(tx, { ...asked, ...approve, decidedBy: anna.userId }));
    expect(result).toEqual({ kind: "no_choice" });
  });

  test("all at once takes only those answers, too", async () => {
    const customerId = randomUUID();
    const of = {
      orgId: anna.orgId,
      runId: run.id,
      choice: "approve" as const,
      count: 1,
      decidedBy: anna.userId,
    };
    const answers = [];
    for (const code of ["existing_line", "catch_up"]) {
      await held(code, {}, { customerId });
      answers.push(await asAnna((tx) => decideAll(tx, { ...of, code })));
    }
    expect(answers).toMatchObject([
      { kind: "changed", count: 0 },
      { kind: "decided", count: 1 },
    ]);
  });

  test("another organisation finds nothing to decide", async () => {
    const { asked } = await held("catch_up");
    const foreign = { ...asked, orgId: ben.orgId, ...approve, decidedBy: ben.userId };
    expect(await inOrg(databases.portal, ben.orgId, (tx) => decideIssue(tx, foreign))).toEqual({
      kind: "moved_on",
    });
  });
});

describe("lines beside ours", () => {
  test("a named line is adopted as this subscription's own", async () => {
    const { item, asked } = await held("existing_line", { lineId: "311" });
    const result = await asAnna((tx) => adoptLine(tx, { ...asked, lineId: "311", askedBy: anna.userId }));
    expect(result.kind).toBe("settled");
    const rows = await databases.owner
      .select()
      .from(agreementLines)
      .where(eq(agreementLines.orgId, anna.orgId));
    expect(rows).toMatchObject([{ psaAgreementId: "4001", psaLineId: "311", key: item.key }]);
  });

  test("a line that the issue does not name is not adopted", async () => {
    const { asked } = await held("existing_line", { lineId: "311" });
    const result = await asAnna((tx) => adoptLine(tx, { ...asked, lineId: "999", askedBy: anna.userId }));
    expect(result).toEqual({ kind: "not_named" });
  });

  test("of several open lines all but the chosen one are ended, once, on the agreement that has them", async () => {
    const issue = { code: "several_open_lines", severity: "error" as const };
    const facts = { lineIds: "311, 312, 313", agreementId: "4002" };
    const { item, asked } = await held("several_open_lines", facts, {
      outcome: "failed",
      issues: [{ ...issue, facts, factsHash: `several ${people}` }],
    });
    const end = { ...asked, keptLineId: "312", lastDay: "2026-10-31", askedBy: anna.userId };
    await asAnna((tx) => endLines(tx, end));
    const result = await asAnna((tx) => endLines(tx, end));
    if (result.kind !== "settled") throw new Error(result.kind);
    const rows = await databases.owner.select().from(lineEndings).where(eq(lineEndings.orgId, anna.orgId));
    expect(rows.map((row) => row.psaLineId).sort()).toEqual(["311", "313"]);
    expect(rows).toMatchObject([
      { psaAgreementId: "4002", key: item.key, lastDay: "2026-10-31", state: "open" },
      { psaAgreementId: "4002", key: item.key, lastDay: "2026-10-31", state: "open" },
    ]);
    expect(await scopeOf(result.runId)).toEqual([...rows.map((row) => `ending:${row.id}`), item.key].sort());
  });
});

test("a product is linked to one of the items that the issue names", async () => {
  const [sync] = await databases.owner
    .select({ programId: programSyncs.programId })
    .from(programSyncs)
    .where(eq(programSyncs.id, run.programSyncId));
  const [product, another] = await databases.owner
    .insert(products)
    .values(
      ["Visio Plan 2", "Project Plan 3"].map((name) => ({
        orgId: anna.orgId,
        programId: sync?.programId ?? "",
        sourceProductId: name,
        name,
        unitCost: "10",
        unitPrice: "12",
        trial: false,
        listed: true,
        lastSeenAt: new Date(),
      })),
    )
    .returning();
  const { asked } = await held("psa_duplicate_name", { itemIds: "12, 14" }, { productId: product?.id });
  const link = (psaItemId: string) =>
    asAnna((tx) => linkProduct(tx, { ...asked, psaItemId, askedBy: anna.userId }));
  expect(await link("13")).toEqual({ kind: "not_named" });
  expect((await link("14")).kind).toBe("settled");
  const unlisted = await held("source_product_not_found", {}, { productId: product?.id });
  const byHand = { ...unlisted.asked, psaItemId: "77", askedBy: anna.userId };
  expect((await asAnna((tx) => linkProduct(tx, byHand))).kind).toBe("settled");
  const links = await databases.owner.select().from(productLinks).where(eq(productLinks.orgId, anna.orgId));
  expect(links).toMatchObject([{ productId: product?.id, psaItemId: "77", origin: "person" }]);
  const other = await held("product_not_linked", {}, { productId: another?.id });
  const sameItem = { ...other.asked, psaItemId: "77", askedBy: anna.userId };
  expect(await asAnna((tx) => linkProduct(tx, sameItem))).toEqual({ kind: "taken", by: "Visio Plan 2" });
});
