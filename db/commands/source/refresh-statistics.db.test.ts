import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { manyRows, refreshItemStatistics, refreshStatistics } from "@/db/commands/source/refresh-statistics";
import { psaCompanies, syncItems } from "@/db/schema";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addProgramSync, addRun, type TestRun, type TestSync } from "@/scripts/testing/sync-records";

let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let sync: TestSync;
let run: TestRun;

beforeAll(async () => {
  databases = await openTestDatabases();
  const { owner } = databases;
  const { orgId } = await addMember(owner, { organisation: "Harbour IT", email: "anna@harbour.example" });
  sync = await addProgramSync(owner, orgId);
  // The months around today have a partition each.
  run = await addRun(owner, sync, { itemMonth: `${new Date().toISOString().slice(0, 7)}-01` });
});
afterAll(() => databases.end());

const partition = () => `sync_items_${run.itemMonth.slice(0, 7).replace("-", "_")}`;

/** How many rows the database thinks a table to have; -1: it has never looked. */
async function expected(table: string): Promise<number> {
  const { rows } = await databases.owner.execute(
    sql`select reltuples from pg_class where oid = to_regclass(${table})`,
  );
  return z.array(z.object({ reltuples: z.number() })).parse(rows)[0]?.reltuples ?? Number.NaN;
}

async function addItems(count: number): Promise<void> {
  const { orgId, id: runId, itemMonth } = run;
  await databases.owner.transaction(async (tx) => {
    await tx.insert(syncItems).values(
      Array.from({ length: count }, () => ({
        orgId,
        runId,
        itemMonth,
        key: `${randomUUID()}:licence`,
        subject: "subscription" as const,
        customerName: "Blue Gum Dental",
        title: "Microsoft 365 E3",
        outcome: "applied" as const,
        issueCount: 0,
      })),
    );
    // Else it tells up to a second later how many rows there are.
    await tx.execute(sql`select pg_stat_force_next_flush()`);
  });
}

test("after a PSA's directory was read the database knows how large it is", async () => {
  const { orgId, connectionId } = sync;
  await databases.owner.insert(psaCompanies).values(
    Array.from({ length: manyRows }, (_, index) => ({
      orgId,
      connectionId,
      psaId: String(index),
      identifier: `C${index}`,
      name: `Company ${index}`,
      inactive: false,
      seenAt: new Date("2026-11-01T00:00:00Z"),
    })),
  );
  expect(await expected("psa_companies")).toBe(-1);
  await refreshStatistics(databases.worker);
  expect(await expected("psa_companies")).toBe(manyRows);
});

test("items of a month are looked at once there are many, and again only when they have doubled", async () => {
  await addItems(manyRows - 10);
  await refreshItemStatistics(databases.worker, run.itemMonth);
  expect(await expected(partition())).toBe(-1);
  await addItems(10);
  await refreshItemStatistics(databases.worker, run.itemMonth);
  expect(await expected(partition())).toBe(manyRows);
  await addItems(10);
  await refreshItemStatistics(databases.worker, run.itemMonth);
  expect(await expected(partition())).toBe(manyRows);
  await addItems(manyRows);
  await refreshItemStatistics(databases.worker, run.itemMonth);
  expect(await expected(partition())).toBe(2 * manyRows + 10);
});

test("the portal may not have the tables looked at", async () => {
  await expect(refreshItemStatistics(databases.portal, run.itemMonth)).rejects.toThrow();
});
