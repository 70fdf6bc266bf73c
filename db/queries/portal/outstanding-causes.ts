import {
  type AnyColumn,
  and,
  desc,
  eq,
  exists,
  inArray,
  isNotNull,
  ne,
  notExists,
  or,
  sql,
} from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { customers, issues, positions, programSyncs, runScopes, syncItems, syncRuns } from "@/db/schema";

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

/**
 * What the customers without a mapping have on the invoices, in partner cost, by program sync and currency: as the
 * newest run found it that looked at everything and recorded them. A retry looks at a part, and says nothing of it.
 */
export async function sumNotMapped(db: Database, of: { orgId: string; programSyncIds: string[] }) {
  const { orgId, programSyncIds } = of;
  if (programSyncIds.length === 0) return [];
  return inOrg(db, orgId, (tx) => {
    const run = newestWithUnmapped(tx, orgId);
    return tx
      .select({
        programSyncId: programSyncs.id,
        currency: syncItems.currency,
        cost: sql<string>`sum(${syncItems.costAmount})::text`,
      })
      .from(programSyncs)
      .innerJoinLateral(run, sql`true`)
      .innerJoin(syncItems, and(eq(syncItems.itemMonth, run.itemMonth), unmappedOf(orgId, run.id)))
      .where(and(eq(programSyncs.orgId, orgId), inArray(programSyncs.id, programSyncIds)))
      .groupBy(programSyncs.id, syncItems.currency)
      .orderBy(programSyncs.id, syncItems.currency);
  });
}

function newestWithUnmapped(tx: Transaction, orgId: string) {
  const some = sql`1`;
  return tx
    .select({ id: syncRuns.id, itemMonth: syncRuns.itemMonth })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.orgId, orgId),
        eq(syncRuns.programSyncId, programSyncs.id),
        eq(syncRuns.kind, "customers"),
        eq(syncRuns.mode, "live"),
        isNotNull(syncRuns.finishedAt),
        notExists(
          tx
            .select({ some })
            .from(runScopes)
            .where(and(eq(runScopes.orgId, orgId), eq(runScopes.runId, syncRuns.id))),
        ),
        exists(
          tx
            .select({ some })
            .from(syncItems)
            .where(and(eq(syncItems.itemMonth, syncRuns.itemMonth), unmappedOf(orgId, syncRuns.id))),
        ),
      ),
    )
    .orderBy(desc(syncRuns.queuedAt), desc(syncRuns.id))
    .limit(1)
    .as("newest_with_unmapped");
}

function unmappedOf(orgId: string, runId: AnyColumn) {
  return and(
    eq(syncItems.orgId, orgId),
    sql`${syncItems.runId} = ${runId}`,
    eq(syncItems.outcome, "skipped"),
    eq(syncItems.reason, "not_mapped"),
  );
}
