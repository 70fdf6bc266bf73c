import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

/**
 * Takes the lock under which the links of a program sync are made: two products that are linked to one item would
 * overwrite each other's price there, and each writer looks first whether another product has the item.
 */
export async function lockProductLinks(
  tx: Transaction,
  { orgId, programSyncId }: { orgId: string; programSyncId: string },
): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`links:${orgId}:${programSyncId}`}, 0))`,
  );
}
