import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type itemOutcomes, type RunCounts, syncItems } from "@/db/schema";

/** How many of a run's recorded items ended how; unchanged ones and warnings are not recorded to be counted. */
export async function countOutcomes(
  db: Database,
  run: { orgId: string; runId: string; itemMonth: string },
): Promise<RunCounts> {
  const rows = await inOrg(db, run.orgId, (tx) =>
    tx
      .select({ outcome: syncItems.outcome, items: sql<number>`count(*)::int` })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, run.orgId),
          eq(syncItems.itemMonth, run.itemMonth),
          eq(syncItems.runId, run.runId),
        ),
      )
      .groupBy(syncItems.outcome),
  );
  const of = (outcome: (typeof itemOutcomes)[number]) =>
    rows.find((row) => row.outcome === outcome)?.items ?? 0;
  return {
    applied: of("applied"),
    planned: of("planned"),
    unchanged: of("unchanged"),
    held: of("held"),
    skipped: of("skipped"),
    failed: of("failed"),
    unknown: of("unknown"),
    warnings: 0,
    created: 0,
  };
}
