import { readFileSync } from "node:fs";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { agreementLines, exclusions, positions } from "@/db/schema";
import { stableId } from "@/lib/stable-id";
import { addMember, openTestDatabases } from "@/scripts/testing/members";
import { addCustomer, addProgramSync } from "@/scripts/testing/sync-records";

const migration = path.join(process.cwd(), "db/migrations/0004_tenants_by_agreement.sql");

/** What the migration does with records, without what it does with the tables. */
function statements(): string[] {
  const all = readFileSync(migration, "utf8").split("--> statement-breakpoint");
  return all.filter((statement) => /^(UPDATE|CREATE FUNCTION)/m.test(statement));
}

test("usage that was charged before its key had the contract agreement stays known", async () => {
  const { owner, end } = await openTestDatabases();
  try {
    const { orgId, userId } = await addMember(owner, {
      organisation: "Harbour IT",
      email: "a@harbour.example",
    });
    const sync = await addProgramSync(owner, orgId);
    const customerId = await addCustomer(owner, sync, "Wattle");
    const { programSyncId, connectionId } = sync;
    const old = "tenant of Wattle:azure";
    const licence = `${crypto.randomUUID()}:licence`;
    for (const key of [old, licence])
      await owner.insert(positions).values({ orgId, programSyncId, kind: "customers", key, customerId });
    await owner
      .insert(exclusions)
      .values({ orgId, programSyncId, key: old, reason: "given away", excludedBy: userId });
    const line = { orgId, connectionId, psaAgreementId: "4001" };
    await owner.insert(agreementLines).values([
      { ...line, psaLineId: "charge:1", key: `${old}2610` },
      { ...line, psaLineId: "charge:2", key: `${old}2610.2` },
      { ...line, psaLineId: "3", key: licence },
    ]);

    await owner.transaction(async (tx) => {
      for (const statement of statements()) await tx.execute(sql.raw(statement));
    });

    const key = `${stableId("CA-1\ntenant of Wattle")}:azure`;
    const keysIn = async (table: typeof positions | typeof exclusions | typeof agreementLines) =>
      (await owner.select({ key: table.key }).from(table).where(eq(table.orgId, orgId))).map(
        (row) => row.key,
      );
    expect(new Set(await keysIn(positions))).toEqual(new Set([key, licence]));
    expect(await keysIn(exclusions)).toEqual([key]);
    expect(new Set(await keysIn(agreementLines))).toEqual(new Set([`${key}2610`, `${key}2610.2`, licence]));
  } finally {
    await end();
  }
});
