import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { syncItems, type syncRuns } from "@/db/schema";
import { requestRetry } from "./request-run";

type Run = Pick<
  typeof syncRuns.$inferSelect,
  "orgId" | "id" | "itemMonth" | "programSyncId" | "connectionId" | "kind"
>;

/** After so many doublings the wait between automatic retries grows no further. */
const mostDoublings = 6;

/**
 * Writes whose end is not known are read back by themselves, once the PSA has certainly given them up; each time that
 * this does not help, twice as much later.
 */
export async function retryUnknown(tx: Transaction, run: Run, settlesAfterMs: number): Promise<void> {
  const rows = await tx
    .select({ key: syncItems.key })
    .from(syncItems)
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.id),
        eq(syncItems.outcome, "unknown"),
      ),
    )
    .orderBy(syncItems.key);
  if (rows.length === 0) return;
  const { orgId, programSyncId, connectionId, kind } = run;
  await requestRetry(tx, {
    orgId,
    programSyncId,
    connectionId,
    kind,
    requestedBy: null,
    retryOf: run.id,
    keys: rows.map((row) => row.key),
    delayMs: settlesAfterMs * 2 ** (await countAutomaticRetries(tx, run)),
  });
}

/** How many automatic retries this run is the last of, without a run in between that anybody asked for. */
async function countAutomaticRetries(tx: Transaction, { orgId, id }: Run): Promise<number> {
  const { rows } = await tx.execute<{ depth: number }>(sql`
    with recursive chain as (
      select retry_of, trigger, requested_by, 0 as depth from sync_runs where org_id = ${orgId} and id = ${id}
      union all
      select r.retry_of, r.trigger, r.requested_by, c.depth + 1
      from chain c join sync_runs r on r.org_id = ${orgId} and r.id = c.retry_of
      where c.trigger = 'retry' and c.requested_by is null and c.depth < ${mostDoublings}
    )
    select max(depth)::int as depth from chain`);
  return rows[0]?.depth ?? 0;
}
