import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections, issues, programSyncs, programs, sources, syncRuns, syncStatus } from "@/db/schema";

const keyCodes = ["psa_unauthorised", "source_unauthorised"];

/**
 * The last syncs that did not do their work because keys were refused, and after which no other has run, where all keys are
 * accepted again: what waits for whoever has entered the right ones.
 */
export async function listRunsStoppedByKeys(db: Database, of: { orgId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .selectDistinct({
        runId: syncRuns.id,
        kind: syncRuns.kind,
        programName: programs.name,
        connectionKind: connections.kind,
        /** One that was asked for since and is not over. */
        openRunId: sql<string | null>`(
          select o.id from sync_runs o where o.org_id = ${syncRuns.orgId} and o.program_sync_id = ${syncRuns.programSyncId}
            and o.kind = ${syncRuns.kind} and o.mode = 'live' and o.status in ('queued', 'running')
          order by o.queued_at limit 1
        )`,
      })
      .from(syncStatus)
      .innerJoin(syncRuns, and(eq(syncRuns.orgId, syncStatus.orgId), eq(syncRuns.id, syncStatus.lastRunId)))
      .innerJoin(
        issues,
        and(
          eq(issues.orgId, syncRuns.orgId),
          eq(issues.itemMonth, syncRuns.itemMonth),
          eq(issues.runId, syncRuns.id),
          isNull(issues.itemId),
          inArray(issues.code, keyCodes),
        ),
      )
      .innerJoin(
        programSyncs,
        and(eq(programSyncs.orgId, syncStatus.orgId), eq(programSyncs.id, syncStatus.programSyncId)),
      )
      .innerJoin(
        programs,
        and(eq(programs.orgId, programSyncs.orgId), eq(programs.id, programSyncs.programId)),
      )
      .innerJoin(
        connections,
        and(eq(connections.orgId, programSyncs.orgId), eq(connections.id, programSyncs.connectionId)),
      )
      .innerJoin(sources, and(eq(sources.orgId, programs.orgId), eq(sources.id, programs.sourceId)))
      .where(
        and(eq(syncStatus.orgId, of.orgId), eq(connections.state, "healthy"), eq(sources.state, "healthy")),
      )
      .orderBy(programs.name, connections.kind, syncRuns.kind, syncRuns.id),
  );
}

export type StoppedRun = Awaited<ReturnType<typeof listRunsStoppedByKeys>>[number];
