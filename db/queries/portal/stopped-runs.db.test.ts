import { eq } from "drizzle-orm";
import { connections, issues, sources } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import {
  addProgramSync,
  addRun,
  addStatus,
  type TestRun,
  type TestSync,
} from "@/scripts/testing/sync-records";
import { listRunsStoppedByKeys } from "./stopped-runs";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sync: TestSync;
let stopped: TestRun;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const anna = await addMember(owner, { organisation: "Harbour", email: "anna-keys@harbour.example" });
  sync = await addProgramSync(owner, anna.orgId);
  await owner.update(sources).set({ state: "healthy" }).where(eq(sources.orgId, anna.orgId));
  stopped = await addRun(owner, sync);
  await owner.insert(issues).values({
    ...{ orgId: sync.orgId, itemMonth: stopped.itemMonth, runId: stopped.id },
    code: "psa_unauthorised",
    severity: "error",
    facts: {},
    factsHash: "keys",
    reference: "7F3K-20AX",
  });
  await addStatus(owner, sync, { lastRunId: stopped.id, lastRunStatus: "error" });
  const products = await addRun(owner, sync, { kind: "products", status: "success" });
  await addStatus(owner, sync, { kind: "products", lastRunId: products.id, lastRunStatus: "success" });
});
afterAll(() => databases.end());

const listed = (orgId = sync.orgId) => listRunsStoppedByKeys(databases.portal, { orgId });

test("what refused keys have stopped is named, until another sync has run", async () => {
  expect(await listed()).toMatchObject([{ runId: stopped.id, kind: "customers", openRunId: null }]);
  const again = await addRun(databases.owner, sync, { status: "queued", finishedAt: null });
  expect(await listed()).toMatchObject([{ runId: stopped.id, openRunId: again.id }]);
});

test("while keys are refused there is nothing to run, and another organisation has nothing of it", async () => {
  const ben = await addMember(databases.owner, { organisation: "Quay", email: "ben-keys@quay.example" });
  expect(await listed(ben.orgId)).toEqual([]);
  const refused = { state: "needs_attention", stateReason: "psa_unauthorised" } as const;
  await databases.owner.update(connections).set(refused).where(eq(connections.id, sync.connectionId));
  expect(await listed()).toEqual([]);
});
