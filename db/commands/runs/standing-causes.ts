import { and, eq, isNotNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import {
  customers,
  issues,
  type NotMappedCost,
  positions,
  runScopes,
  type StandingCause,
  type SyncKind,
  syncItems,
  syncRuns,
} from "@/db/schema";

/** What is outstanding in a program sync by cause, the most frequent first. */
export async function listStandingCauses(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; kind: SyncKind },
): Promise<StandingCause[]> {
  return tx
    .select({
      outcome: positions.outstanding,
      runId: issues.runId,
      code: issues.code,
      keys: sql<number>`count(distinct ${positions.key})::int`,
      itemId: sql<string>`min(${issues.itemId}::text)`,
      customerName: sql<string | null>`min(${customers.name})`,
      customers: sql<number>`count(distinct ${positions.customerId})::int`,
    })
    .from(positions)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, positions.orgId), eq(syncRuns.id, positions.runId)))
    .innerJoin(
      issues,
      and(
        eq(issues.orgId, positions.orgId),
        eq(issues.itemMonth, syncRuns.itemMonth),
        eq(issues.itemId, positions.itemId),
        eq(issues.runId, positions.runId),
        eq(issues.acknowledged, false),
      ),
    )
    .leftJoin(customers, and(eq(customers.orgId, positions.orgId), eq(customers.id, positions.customerId)))
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
        ne(issues.code, "customer_not_mapped"),
      ),
    )
    .groupBy(positions.outstanding, issues.runId, issues.code)
    .orderBy(sql`count(distinct ${positions.key}) desc`, issues.code);
}

/**
 * What the customers without a mapping have on the invoices that a run dealt with, by currency. null: the run says
 * nothing of it, for it is a retry, which looks at a part, or recorded none.
 */
export async function sumNotMapped(
  tx: Transaction,
  run: { orgId: string; id: string; itemMonth: string },
): Promise<NotMappedCost[] | null> {
  const isRetry = tx
    .select({ one: sql`1` })
    .from(runScopes)
    .where(and(eq(runScopes.orgId, run.orgId), eq(runScopes.runId, run.id)));
  const sums = await tx
    .select({ currency: syncItems.currency, cost: sql<string | null>`sum(${syncItems.costAmount})::text` })
    .from(syncItems)
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.id),
        eq(syncItems.outcome, "skipped"),
        eq(syncItems.reason, "not_mapped"),
        sql`not exists ${isRetry}`,
      ),
    )
    .groupBy(syncItems.currency)
    .orderBy(syncItems.currency);
  return sums.length > 0 ? sums : null;
}
