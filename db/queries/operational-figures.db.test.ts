import { sql } from "drizzle-orm";
import { mails, outbox, syncRuns } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync } from "@/scripts/testing/sync-records";
import { readOperationalFigures } from "./operational-figures";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
beforeEach(async () => {
  databases = await openTestDatabases();
});
afterEach(() => databases.end());

const ago = (seconds: number) => sql`clock_timestamp() - make_interval(secs => ${seconds})`;
const noCounts = { applied: 0, planned: 0, unchanged: 0, held: 0, skipped: 0, failed: 0, unknown: 0 };

async function figures() {
  const rows = await readOperationalFigures(databases.worker);
  return new Map(rows.map(({ name, label, value }) => [label ? `${name} ${label}` : name, value]));
}

test("count and tell the age of what waits in all organisations together", async () => {
  for (const organisation of ["Harbour", "Quay"]) {
    const { orgId } = await addMember(databases.owner, { organisation, email: `${organisation}@a.example` });
    const { programSyncId, connectionId } = await addProgramSync(databases.owner, orgId);
    const run = {
      orgId,
      programSyncId,
      connectionId,
      kind: "customers",
      mode: "live",
      trigger: "person",
    } as const;
    await databases.owner.insert(syncRuns).values([
      { ...run, status: "queued", queuedAt: ago(600) },
      { ...run, status: "running", kind: "products", leaseUntil: ago(90) },
      {
        ...run,
        status: "error",
        finishedAt: ago(3_600),
        counts: { ...noCounts, applied: 3, failed: 2, warnings: 1, created: 0 },
      },
      { ...run, status: "error", finishedAt: ago(3 * 24 * 3_600) },
    ]);
    const mail = { orgId, causeId: orgId, recipients: [], facts: {} };
    await databases.owner.insert(mails).values([
      { ...mail, purpose: "failure", createdAt: ago(7_200) },
      { ...mail, purpose: "recovery", state: "parked" },
    ]);
    await databases.owner.insert(outbox).values({ orgId, bell: "run", subjectId: orgId, createdAt: ago(30) });
  }
  const found = await figures();
  expect(Object.fromEntries(found)).toMatchObject({
    "runs_open queued": 2,
    "runs_open running": 2,
    "runs_finished_last_day error": 2,
    "runs_finished_last_day success": 0,
    "items_last_day applied": 6,
    "items_last_day failed": 4,
    mails_due: 2,
    mails_parked: 2,
    task_waits_seconds: 0,
  });
  expect(found.get("run_waits_seconds")).toBeGreaterThanOrEqual(600);
  expect(found.get("lease_lapsed_seconds")).toBeGreaterThanOrEqual(90);
  expect(found.get("mail_waits_seconds")).toBeGreaterThanOrEqual(7_200);
  expect(found.get("bell_waits_seconds")).toBeGreaterThanOrEqual(30);
  expect([...found.keys()].join()).not.toMatch(/Harbour|Quay|[0-9a-f]{8}-/);
});

test("are zero where nothing waits, and not for the portal to ask", async () => {
  const found = await figures();
  expect(found.get("run_waits_seconds")).toBe(0);
  expect(found.get("mail_waits_seconds")).toBe(0);
  await expect(readOperationalFigures(databases.portal)).rejects.toThrow();
});
