import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { cutOver, cutOverRule } from "@/app/(portal)/programs/cut-over/cut-over-change";
import { tickedValue } from "@/app/(portal)/programs/cut-over/ticked";
import { agreementLines, auditEvents, issues, lineEndings, runScopes, syncRuns } from "@/db/schema";
import { addMember, openTestDatabases, type TestMember } from "@/scripts/testing/members";
import { sendForm } from "@/scripts/testing/perform";
import { addItem, addProgramSync, addRun, addStatus, type TestRun } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let anna: TestMember & { role: "operator" };
let run: TestRun;
let people = 0;

beforeAll(async () => {
  databases = await openTestDatabases();
});
beforeEach(async () => {
  people += 1;
  const email = `anna-cuts-over${people}@harbour.example`;
  anna = {
    ...(await addMember(databases.owner, { organisation: "Harbour", email })),
    role: "operator",
  };
  const sync = await addProgramSync(databases.owner, anna.orgId);
  run = await addRun(databases.owner, sync);
  await addStatus(databases.owner, sync);
});
afterAll(() => databases.end());

type Held = { key: string; box: string };

/** A subscription that is held for the sake of a line, and its box. */
async function held(lineId: string, change: object = {}): Promise<Held> {
  const facts = { lineId, quantity: "12" };
  const item = await addItem(databases.owner, run, `${randomUUID()}:licence`, {
    outcome: "held",
    agreementId: "4001",
    issues: [{ code: "existing_line", severity: "held", facts, factsHash: `${lineId} ${randomUUID()}` }],
    ...change,
  });
  const [issue] = await databases.owner.select().from(issues).where(eq(issues.itemId, item.id));
  if (!issue) throw new Error("The issue was not stored.");
  return {
    key: item.key,
    box: tickedValue({ runId: run.id, itemId: item.id, issueId: issue.id, lineId }),
  };
}

const press = (choice: "adopt" | "end", boxes: string[], person: Parameters<typeof sendForm>[1] = anna) =>
  sendForm(
    databases.portal,
    person,
    { rule: cutOverRule, change: cutOver },
    {
      ...(boxes.length > 0 && { "ticked[]": boxes }),
      choice,
    },
  );

const owner = () => databases.owner;
const ourLines = () => owner().select().from(agreementLines).where(eq(agreementLines.orgId, anna.orgId));
const endings = () => owner().select().from(lineEndings).where(eq(lineEndings.orgId, anna.orgId));
const events = () => owner().select().from(auditEvents).where(eq(auditEvents.orgId, anna.orgId));

async function retries(): Promise<string[][]> {
  const runs = await owner().select().from(syncRuns).where(eq(syncRuns.retryOf, run.id));
  return Promise.all(
    runs.map(async ({ id }) => {
      const rows = await owner().select().from(runScopes).where(eq(runScopes.runId, id));
      return rows.map(({ key }) => key).sort();
    }),
  );
}

test("adopts the ticked lines in one go, with an event each and one sync of just these", async () => {
  const [one, two] = [await held("311"), await held("312")];
  await held("313");
  const done = await press("adopt", [one.box, two.box]);
  expect(done).toMatchObject({
    kind: "done",
    change: { notice: { title: "2 lines are ours from now on.", text: "A sync of just these is queued." } },
  });
  expect((await ourLines()).map(({ psaLineId, key }) => [psaLineId, key]).sort()).toEqual([
    ["311", one.key],
    ["312", two.key],
  ]);
  expect(await retries()).toEqual([[one.key, two.key].sort()]);
  expect((await events()).map(({ action, subject, facts }) => [action, subject, facts.choice])).toEqual([
    ["issue_settled", one.key, "adopt_line"],
    ["issue_settled", two.key, "adopt_line"],
  ]);
  expect(await endings()).toEqual([]);
});

test("ends the ticked lines where nothing invoiced changes, and lets ours take over", async () => {
  const one = await held("311");
  expect(await press("end", [one.box])).toMatchObject({
    kind: "done",
    change: { notice: { title: "1 line is ended." } },
  });
  const rows = await endings();
  expect(rows).toMatchObject([
    { psaAgreementId: "4001", psaLineId: "311", key: one.key, lastDay: null, state: "open" },
  ]);
  expect(await retries()).toEqual([[one.key, `ending:${rows[0]?.id}`].sort()]);
  expect(await ourLines()).toEqual([]);
});

test("ends a service once that two subscriptions share", async () => {
  const [one, two] = [await held("311"), await held("311")];
  await press("end", [one.box, two.box]);
  const rows = await endings();
  expect(rows).toHaveLength(1);
  expect(await retries()).toEqual([[one.key, two.key, `ending:${rows[0]?.id}`].sort()]);
});

test("gives a dated line to one subscription only, and leaves alone what has moved on", async () => {
  const [one, two] = [await held("311"), await held("311")];
  const gone = await held("314", { position: { outstanding: null } });
  expect(await press("adopt", [one.box, two.box, gone.box])).toMatchObject({
    kind: "done",
    change: {
      notice: {
        title: "1 line is ours from now on.",
        text: "2 lines moved on meanwhile and stayed as they were. A sync of just these is queued.",
      },
    },
  });
  expect((await ourLines()).map(({ key }) => key)).toEqual([one.key]);
  expect(await retries()).toEqual([[one.key]]);
  expect(await press("adopt", [gone.box])).toMatchObject({ kind: "refused" });
});

test.each<[what: string, boxes: () => Promise<string[]>]>([
  ["nothing is ticked", async () => []],
  ["a box was made up", async () => ["1 2 3 4"]],
  [
    "it names a line that the issue does not name",
    async () => [(await held("311")).box.replace(/311$/, "999")],
  ],
])("changes nothing when %s", async (_, boxes) => {
  expect(await press("adopt", await boxes())).toMatchObject({ kind: "refused" });
  expect([await ourLines(), await endings(), await retries(), await events()]).toEqual([[], [], [], []]);
});

test("is refused to a viewer, and to another organisation", async () => {
  const one = await held("311");
  const ben = await addMember(databases.owner, {
    organisation: "Quay",
    email: `ben-cuts-over${people}@quay.example`,
  });
  expect(await press("adopt", [one.box], { ...anna, role: "viewer" })).toMatchObject({ kind: "refused" });
  expect(await press("adopt", [one.box], { ...ben, role: "admin" })).toMatchObject({ kind: "refused" });
  expect(await ourLines()).toEqual([]);
});
