import { inOrg, type Transaction } from "@/db/client";
import { countRunItems, sumSkipped } from "@/db/queries/portal/count-run-items";
import { listRunCauses } from "@/db/queries/portal/list-run-causes";
import {
  hasRunItem,
  type ItemsAsked,
  listRunItems,
  listRunLevelIssues,
} from "@/db/queries/portal/list-run-items";
import { openQuestions } from "@/db/queries/portal/open-questions";
import { decisions, exclusions, issues, runScopes } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import {
  addCustomer,
  addItem,
  addProgramSync,
  addRun,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember;
let sync: TestSync;
let run: TestRun;

beforeAll(async () => {
  databases = await openTestDatabases();
  anna = await addMember(databases.owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  sync = await addProgramSync(databases.owner, anna.orgId);
});
beforeEach(async () => {
  run = await addRun(databases.owner, sync);
});
afterAll(() => databases.end());

const add = (key: string, change: Parameters<typeof addItem>[3] = {}) =>
  addItem(databases.owner, run, `${run.id} ${key}`, change);

const list = (change: Partial<ItemsAsked> = {}) =>
  listRunItems(databases.portal, { of: run, filter: {}, place: {}, ...change });

const inRun = <Of extends { orgId: string }, T>(of: Of, ask: (tx: Transaction, of: Of) => Promise<T>) =>
  inOrg(databases.portal, of.orgId, (tx) => ask(tx, of));

const titles = (page: { rows: { title: string }[] }) => page.rows.map((row) => row.title);

describe("the items of a run", () => {
  it("come by customer whatever the case of its name, then by product, those without a customer last", async () => {
    const customerId = await addCustomer(databases.owner, sync, `Kauri ${run.id}`);
    await add("1", { customerName: null, title: "Adjustment" });
    await add("2", { customerName: "wattle Legal", title: "Visio" });
    await add("3", { customerName: "Kauri Freight", customerId, title: "exchange" });
    await add("4", { customerName: "Kauri Freight", title: "Azure" });
    await add("5", { customerName: "Kauri Freight", customerId, title: "Defender" });
    // Two customers of one name stay apart.
    expect(titles(await list())).toEqual(["Azure", "Defender", "exchange", "Visio", "Adjustment"]);
  });

  it("are walked forwards and backwards by pages, each once", async () => {
    for (let index = 0; index < 23; index += 1) {
      await add(String(index), { customerName: `Customer ${index % 4}`, title: "Same name" });
    }
    const whole = (await list()).rows.map((row) => row.id);
    expect(new Set(whole).size).toBe(23);
    const forwards: string[] = [];
    let page = await list({ size: 5 });
    expect(page.previous).toBeNull();
    forwards.push(...page.rows.map((row) => row.id));
    while (page.next) {
      page = await list({ size: 5, place: { after: page.next } });
      forwards.push(...page.rows.map((row) => row.id));
    }
    expect(forwards).toEqual(whole);
    const backwards = page.rows.map((row) => row.id);
    while (page.previous) {
      page = await list({ size: 5, place: { before: page.previous } });
      backwards.unshift(...page.rows.map((row) => row.id));
    }
    expect(backwards).toEqual(whole);
  });

  it.each([0, 1, 11, 21, 22])("open on the page that holds item %i", async (index) => {
    for (let each = 0; each < 23; each += 1) await add(String(each), { title: `Item ${100 + each}` });
    const whole = (await list()).rows;
    const wanted = whole[index]?.id ?? "";
    const page = await list({ size: 10, place: { around: wanted } });
    const at = page.rows.findIndex((row) => row.id === wanted);
    expect(at).toBe(Math.min(index, 2));
    expect(page.rows).toEqual(whole.slice(index - at, index - at + 10));
    expect(page.previous === null).toBe(index <= 2);
    expect(page.next === null).toBe(index - at + 10 >= 23);
  });

  it("are filtered by outcome, issue, reason and words", async () => {
    await add("1", {
      title: "A",
      outcome: "failed",
      issues: [{ code: "agreement_ended", severity: "error" }],
    });
    await add("2", {
      title: "B",
      outcome: "unknown",
      issues: [{ code: "psa_timeout_unknown", severity: "error" }],
    });
    await add("3", { title: "C", issues: [{ code: "price_below_cost", severity: "warning" }] });
    await add("4", {
      title: "D",
      issues: [{ code: "price_below_cost", severity: "warning", acknowledged: true }],
    });
    await add("5", { title: "E", outcome: "skipped", reason: "trial", customerName: "100 % Organic" });
    const of = async (filter: ItemsAsked["filter"]) => titles(await list({ filter }));
    expect(await of({ outcome: "failed" })).toEqual(["A", "B"]);
    expect(await of({ outcome: "applied" })).toEqual(["C", "D"]);
    expect(await of({ outcome: "warning" })).toEqual(["C"]);
    expect(await of({ code: "price_below_cost" })).toEqual(["C", "D"]);
    expect(await of({ code: "price_below_cost", outcome: "failed" })).toEqual([]);
    expect(await of({ reason: "trial" })).toEqual(["E"]);
    expect(await of({ q: "organ" })).toEqual(["E"]);
    expect(await of({ q: "%" })).toEqual(["E"]);
  });

  it("carry their issues, the worst first, and where their keys stand by now", async () => {
    const later = await addRun(databases.owner, sync, { status: "success" });
    const retry = await addRun(databases.owner, sync, {
      status: "queued",
      retryOf: run.id,
      trigger: "retry",
    });
    await add("1", {
      outcome: "failed",
      position: { outstanding: null, runId: later.id, itemId: null },
      issues: [
        { code: "price_below_cost", severity: "warning" },
        { code: "agreement_ended", severity: "error" },
      ],
    });
    await add("2", { title: "Visio", outcome: "held" });
    await databases.owner.insert(exclusions).values({
      orgId: anna.orgId,
      programSyncId: sync.programSyncId,
      key: `${run.id} 2`,
      reason: "billed by hand",
      excludedBy: anna.userId,
    });
    await databases.owner
      .insert(runScopes)
      .values({ orgId: anna.orgId, runId: retry.id, key: `${run.id} 1` });
    const [first, second] = (await list()).rows;
    expect(first?.issues.map((issue) => issue.code)).toEqual(["agreement_ended", "price_below_cost"]);
    expect(first?.standing).toEqual({
      position: { outstanding: null, unacknowledged: true, runId: later.id, itemId: null },
      exclusion: null,
      retryRunId: retry.id,
      customerWaits: false,
    });
    expect(second?.standing).toMatchObject({
      position: { outstanding: "held", runId: run.id },
      exclusion: { reason: "billed by hand", excludedBy: anna.email },
      retryRunId: null,
    });
  });

  it("are counted, and what was skipped is summed by reason", async () => {
    await add("1", { outcome: "failed" });
    await add("recovered since", { outcome: "failed", position: { outstanding: null } });
    await add("2", { issues: [{ code: "price_below_cost", severity: "warning" }] });
    await add("3", { outcome: "skipped", reason: "not_mapped", costAmount: "0.10" });
    await add("4", { outcome: "skipped", reason: "not_mapped", costAmount: "0.20" });
    await add("5", { outcome: "skipped", reason: "trial" });
    expect(await inRun(run, countRunItems)).toEqual({
      listed: 6,
      byOutcome: { failed: 2, applied: 1, skipped: 3 },
      withWarning: 1,
      retryable: 1,
    });
    expect(await inRun(run, sumSkipped)).toEqual([
      { reason: "not_mapped", costAmount: "0.30" },
      { reason: "trial", costAmount: "0" },
    ]);
  });

  it("are grouped by cause: errors first, and those settled since told apart", async () => {
    const ended = { code: "agreement_ended", severity: "error" as const };
    await add("1", { outcome: "failed", issues: [ended], customerName: "Blue Gum Dental" });
    await add("2", { outcome: "failed", issues: [ended], position: { outstanding: null } });
    await add("3", { issues: [{ code: "price_below_cost", severity: "warning" }], customerName: "Wattle" });
    await add("4", { issues: [{ code: "price_below_cost", severity: "warning", acknowledged: true }] });
    await add("5", { outcome: "held", issues: [{ code: "existing_line", severity: "held" }] });
    const causes = await inRun(run, listRunCauses);
    expect(causes.map(({ code, count, open }) => ({ code, count, open }))).toEqual([
      { code: "agreement_ended", count: 2, open: 1 },
      { code: "existing_line", count: 1, open: 1 },
      { code: "price_below_cost", count: 1, open: 1 },
    ]);
    expect(causes[2]).toMatchObject({ firstCustomer: "Wattle", titles: 1 });
  });

  it("count apart those that are decided at once: of a customer, and not decided or looked at since", async () => {
    const customerId = await addCustomer(databases.owner, sync, `Wattle ${run.id}`);
    const held = (key: string, change: Parameters<typeof addItem>[3] = {}) =>
      add(key, {
        outcome: "held",
        customerId,
        issues: [{ code: "credit_or_adjustment", severity: "held" }],
        ...change,
      });
    await held("1");
    await held("2");
    await held("of nobody", { customerId: null });
    await held("settled", { position: { outstanding: null } });
    const decided = await held("decided");
    await databases.owner.insert(decisions).values({
      orgId: anna.orgId,
      programSyncId: sync.programSyncId,
      key: decided.key,
      code: "credit_or_adjustment",
      factsHash: `${decided.key} credit_or_adjustment`,
      choice: "approve",
      decidedBy: anna.userId,
    });
    const [cause] = await inRun(run, listRunCauses);
    expect(cause).toMatchObject({ count: 5, open: 4, decidable: 2 });
    const asked = { orgId: anna.orgId, runId: run.id, code: "credit_or_adjustment" };
    expect(await openQuestions(databases.portal, asked)).toHaveLength(2);
  });

  it("leave the run's own issues apart", async () => {
    await add("1", { outcome: "failed", issues: [{ code: "agreement_ended", severity: "error" }] });
    await databases.owner.insert(issues).values({
      orgId: anna.orgId,
      itemMonth: run.itemMonth,
      runId: run.id,
      code: "psa_unauthorised",
      severity: "error",
      facts: {},
      factsHash: "x",
      reference: "R",
    });
    const own = await listRunLevelIssues(databases.portal, run);
    expect(own.map((issue) => issue.code)).toEqual(["psa_unauthorised"]);
    expect((await inRun(run, listRunCauses)).map((cause) => cause.code)).toEqual(["agreement_ended"]);
  });

  it("are not there for another organisation, nor for another run's cursor", async () => {
    const ben = await addMember(databases.owner, {
      organisation: "Quay",
      email: `ben-${run.id}@quay.example`,
    });
    const item = await add("1");
    const other = await addRun(databases.owner, sync);
    const elsewhere = await addItem(databases.owner, other, `${run.id} elsewhere`);
    const asBen = { ...run, orgId: ben.orgId };
    expect((await list({ of: asBen })).rows).toEqual([]);
    expect(await hasRunItem(databases.portal, asBen, item.id)).toBe(false);
    expect(await hasRunItem(databases.portal, run, item.id)).toBe(true);
    expect(await hasRunItem(databases.portal, run, elsewhere.id)).toBe(false);
    expect((await list({ place: { after: elsewhere.id } })).rows).toEqual([]);
    expect(await inRun(asBen, countRunItems)).toMatchObject({ listed: 0, retryable: 0 });
    expect(await inRun(asBen, listRunCauses)).toEqual([]);
  });
});
