import { listProgramOverviews } from "@/db/queries/portal/program-overviews";
import { syncRuns } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, addRun, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sync: TestSync;

beforeAll(async () => {
  databases = await openTestDatabases();
  const anna = await addMember(databases.owner, {
    organisation: "Harbour IT",
    email: "anna@harbour.example",
  });
  sync = await addProgramSync(databases.owner, anna.orgId);
});
beforeEach(() => databases.owner.delete(syncRuns));
afterAll(() => databases.end());

async function openRun(): Promise<string | undefined> {
  const [program] = await listProgramOverviews(databases.portal, { orgId: sync.orgId });
  return program?.kinds.customers.openRun?.runId;
}

it("shows a live sync that waits rather than a preview that goes on", async () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
  const live = await addRun(databases.owner, sync, { status: "queued", queuedAt: at(0) });
  await addRun(databases.owner, sync, { mode: "preview", status: "running", queuedAt: at(1) });
  await addRun(databases.owner, sync, { mode: "preview", status: "queued", queuedAt: at(2) });
  expect(await openRun()).toBe(live.id);
});

it("shows a preview where no live sync waits", async () => {
  const preview = await addRun(databases.owner, sync, { mode: "preview", status: "queued" });
  expect(await openRun()).toBe(preview.id);
});
