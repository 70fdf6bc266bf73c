import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, positions } from "@/db/schema";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import { findScopeStart } from "./known-invoices";

jest.setTimeout(60_000);

let bench: WriteBench;
let runId: string;
beforeAll(async () => {
  bench = await startWriteBench({});
  await bench.turnOn("Lighthouse Conveyancing");
  await bench.run("customers");
  await bench.control.issueNextInvoice();
  runId = (await bench.run("customers")).id;
});
afterAll(() => bench.close());

const scopeStart = (of: { runId: string }) =>
  findScopeStart(bench.db, { orgId: bench.orgId, programSyncId: bench.programSync.id, ...of });

/** A subscription of the customer that the run came upon and confirmed. */
async function comeUpon(key: string): Promise<void> {
  await inOrg(bench.db, bench.orgId, async (tx) => {
    const [customer] = await tx.select().from(customers).where(eq(customers.name, "Lighthouse Conveyancing"));
    await tx.insert(positions).values({
      orgId: bench.orgId,
      programSyncId: bench.programSync.id,
      kind: "customers",
      key,
      customerId: customer?.id,
      confirmedThrough: "2026-11-30",
      open: true,
      runId,
      firstRunId: runId,
    });
  });
}

test("a worker that takes a run over begins where the first one began, whatever new subscriptions that one came upon", async () => {
  const asBegun = await scopeStart({ runId });
  expect(asBegun).toBe("2026-11-01");
  await comeUpon("7d0c2a52-6f1e-4d55-9a55-9c4c9c1f0b11:licence");
  expect(await scopeStart({ runId })).toBe(asBegun);
});

test("the next run expects what the last one came upon", async () => {
  expect(await scopeStart({ runId: "0b0e5bd2-5ab9-4c07-a2a8-0c51cf6f6f0e" })).toBe("2026-12-01");
});
