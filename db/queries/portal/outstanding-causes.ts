import { and, eq, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { customers, issues, positions, syncItems } from "@/db/schema";

export type OutstandingCause = Awaited<ReturnType<typeof listOutstandingCauses>>[number];

/**
 * What is outstanding over all runs, by cause: how many keys, one customer to name, and the run and item that say
 * more. `outcome` is null where something went through with a warning that nobody has acknowledged yet.
 * Customers without a mapping are counted elsewhere and left out here.
 */
export async function listOutstandingCauses(db: Database, { orgId }: { orgId: string }) {
  return inOrg(db, orgId, (tx) =>
    tx
      .select({
        programSyncId: positions.programSyncId,
        kind: positions.kind,
        outcome: positions.outstanding,
        runId: issues.runId,
        code: issues.code,
        keys: sql<number>`count(distinct ${positions.key})::int`,
        itemId: sql<string>`min(${issues.itemId}::text)`,
        customerName: sql<string | null>`min(${customers.name})`,
        customers: sql<number>`count(distinct ${positions.customerId})::int`,
      })
      .from(positions)
      .innerJoin(
        issues,
        and(
          eq(issues.orgId, positions.orgId),
          eq(issues.itemId, positions.itemId),
          eq(issues.runId, positions.runId),
          eq(issues.acknowledged, false),
        ),
      )
      .leftJoin(customers, and(eq(customers.orgId, positions.orgId), eq(customers.id, positions.customerId)))
      .where(
        and(
          eq(positions.orgId, orgId),
          or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
          ne(issues.code, "customer_not_mapped"),
        ),
      )
      .groupBy(positions.programSyncId, positions.kind, positions.outstanding, issues.runId, issues.code)
      .orderBy(sql`count(distinct ${positions.key}) desc`, issues.code),
  );
}

/** What the customers that were not mapped in these runs have on the invoices, in partner cost, by run and currency. */
export async function sumNotMapped(db: Database, of: { orgId: string; runIds: string[] }) {
  if (of.runIds.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        runId: syncItems.runId,
        currency: syncItems.currency,
        cost: sql<string>`sum(${syncItems.costAmount})::text`,
      })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, of.orgId),
          inArray(syncItems.runId, of.runIds),
          eq(syncItems.outcome, "skipped"),
          eq(syncItems.reason, "not_mapped"),
        ),
      )
      .groupBy(syncItems.runId, syncItems.currency)
      .orderBy(syncItems.runId, syncItems.currency),
  );
}
