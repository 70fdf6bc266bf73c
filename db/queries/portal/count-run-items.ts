import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { issues, positions, type RunItemCounts, type SkippedSum, syncItems } from "@/db/schema";
import { productChanges } from "@/lib/sync/product-changes";
import type { StandingOf } from "./item-standing";
import { type OfRun, ofRun } from "./run-item-filter";

/** How many of a run's listed items ended how. */
export async function countRunItems(tx: Transaction, of: OfRun & StandingOf): Promise<RunItemCounts> {
  const rows = await tx
    .select({
      outcome: syncItems.outcome,
      total: count(),
      open: sql<number>`(count(*) filter (where ${positions.key} is null or ${positions.outstanding} is not null))::int`,
    })
    .from(syncItems)
    .leftJoin(
      positions,
      and(
        eq(positions.orgId, syncItems.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        eq(positions.key, syncItems.key),
      ),
    )
    .where(and(...ofRun(of)))
    .groupBy(syncItems.outcome);
  const [warned] = await tx
    .select({ total: sql<number>`count(distinct ${issues.itemId})::int` })
    .from(issues)
    .where(
      and(
        eq(issues.orgId, of.orgId),
        eq(issues.itemMonth, of.itemMonth),
        eq(issues.runId, of.runId),
        eq(issues.severity, "warning"),
        eq(issues.acknowledged, false),
      ),
    );
  return {
    listed: rows.reduce((sum, row) => sum + row.total, 0),
    byOutcome: Object.fromEntries(rows.map((row) => [row.outcome, row.total])),
    ...(of.kind === "products" && { byChange: await countChanges(tx, of) }),
    withWarning: warned?.total ?? 0,
    retryable: rows
      .filter((row) => row.outcome === "failed" || row.outcome === "unknown")
      .reduce((sum, row) => sum + row.open, 0),
  };
}

async function countChanges(tx: Transaction, of: OfRun): Promise<Record<string, number>> {
  const rows = await tx
    .select({ change: syncItems.reason, total: count() })
    .from(syncItems)
    .where(and(...ofRun(of), inArray(syncItems.reason, [...productChanges])))
    .groupBy(syncItems.reason);
  return Object.fromEntries(rows.map(({ change, total }) => [change, total]));
}

/** What a run skipped, by reason, in partner cost ex tax; the largest first. */
export async function sumSkipped(tx: Transaction, of: OfRun): Promise<SkippedSum[]> {
  const sum = sql`sum(${syncItems.costAmount})`;
  return tx
    .select({ reason: syncItems.reason, costAmount: sql<string>`coalesce(${sum}, 0)::text` })
    .from(syncItems)
    .where(and(...ofRun(of), eq(syncItems.outcome, "skipped")))
    .groupBy(syncItems.reason)
    .orderBy(sql`abs(coalesce(${sum}, 0)) desc`, syncItems.reason);
}
