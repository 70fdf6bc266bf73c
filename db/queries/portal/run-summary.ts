import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { type RunSummary, runSummaries, syncStatus } from "@/db/schema";
import { countRunItems, sumSkipped } from "./count-run-items";
import type { StandingOf } from "./item-standing";
import { listRunCauses } from "./list-run-causes";
import type { OfRun } from "./run-item-filter";

type Of = OfRun & StandingOf & { connectionId: string; isOver: boolean };

/**
 * What all items of a run come to. Counted once and kept for as long as nothing of its program sync changes; counted
 * afresh while the run, or another of its connection, goes on.
 */
export async function getRunSummary(db: Database, of: Of): Promise<RunSummary> {
  return inOrg(db, of.orgId, async (tx) => {
    const { standing, kept, busy } = await findKept(tx, of);
    if (kept && !busy && of.isOver) return kept;
    const summary = {
      counts: await countRunItems(tx, of),
      causes: await listRunCauses(tx, of),
      skippedBy: await sumSkipped(tx, of),
    };
    if (of.isOver && !busy) await keep(tx, of, standing, summary);
    return summary;
  });
}

/** `standing` is read before anything is counted: what changes meanwhile makes the count old, never the other way. */
async function findKept(tx: Transaction, of: Of) {
  const { rows } = await tx.execute<{ standing: number; kept: RunSummary | null; busy: boolean }>(sql`
    select coalesce(st.standing, 0) as standing,
      case when s.standing = coalesce(st.standing, 0) then s.summary end as kept,
      exists (select from sync_runs r where r.org_id = ${of.orgId} and r.connection_id = ${of.connectionId} and r.status = 'running') as busy
    from (select 1) one
      left join ${syncStatus} st on st.org_id = ${of.orgId} and st.program_sync_id = ${of.programSyncId} and st.kind = ${of.kind}
      left join ${runSummaries} s on s.org_id = ${of.orgId} and s.run_id = ${of.runId}`);
  return rows[0] ?? { standing: 0, kept: null, busy: true };
}

async function keep(tx: Transaction, of: Of, standing: number, summary: RunSummary): Promise<void> {
  await tx
    .insert(runSummaries)
    .values({ orgId: of.orgId, runId: of.runId, standing, summary })
    .onConflictDoUpdate({
      target: [runSummaries.orgId, runSummaries.runId],
      set: { standing, summary },
      setWhere: and(eq(runSummaries.orgId, of.orgId), sql`${runSummaries.standing} <= ${standing}`),
    });
}
