import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { customers, mappings, programSyncs } from "@/db/schema";
import { startWriteBench, type WriteBench } from "@/scripts/testing/write-bench";
import {
  listCurrentInvoices,
  listLinesOfCustomers,
  listMappedCustomers,
  sumUnmappedCustomers,
} from "./bills";

jest.setTimeout(120_000);

let bench: WriteBench;
beforeAll(async () => {
  bench = await startWriteBench();
  await bench.turnOn("Gantry Hydraulics");
  await bench.run("customers", { mode: "preview" });
});
afterAll(() => bench.close());

async function ofSync() {
  const [sync] = await inOrg(bench.db, bench.orgId, (tx) =>
    tx.select({ programId: programSyncs.programId, programSyncId: programSyncs.id }).from(programSyncs),
  );
  if (!sync) throw new Error("There is no program sync.");
  return { orgId: bench.orgId, ...sync };
}

test.each([false, true])(
  "a mapping that changes between the two looks (on: %s) leaves no line in both or in neither",
  async (enabled) => {
    const of = await ofSync();
    const invoiceIds = (await listCurrentInvoices(bench.db, of)).map(({ id }) => id);
    const set = (on: boolean) =>
      inOrg(bench.db, bench.orgId, (tx) =>
        tx.update(mappings).set({ enabled: on }).where(eq(mappings.programSyncId, of.programSyncId)),
      );
    await set(!enabled);
    const mapped = new Set((await listMappedCustomers(bench.db, of)).map(({ customerId }) => customerId));
    await set(enabled);
    const others = await sumUnmappedCustomers(bench.db, { ...of, invoiceIds, mapped });
    const { own, all } = await inOrg(bench.db, bench.orgId, async (tx) => ({
      own: await listLinesOfCustomers(tx, { ...of, invoiceIds, customerIds: [...mapped] }),
      all: await listLinesOfCustomers(tx, {
        ...of,
        invoiceIds,
        customerIds: (await tx.select({ id: customers.id }).from(customers)).map(({ id }) => id),
      }),
    }));
    expect(mapped.size > 0).toBe(!enabled);
    expect(own.length + others.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
  },
);
