import { and, asc, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import {
  connections,
  programSyncs,
  programs,
  type StandingCause,
  type SyncKind,
  syncRuns,
  syncStatus,
} from "@/db/schema";

/** What is outstanding by cause in each program sync and kind, by program: a row each of `sync_status`. */
export async function listWaitingCauses(db: Database, { orgId }: { orgId: string }) {
  const rows = await inOrg(db, orgId, (tx) =>
    tx
      .select({
        slug: programSyncs.slug,
        programName: programs.name,
        connectionKind: connections.kind,
        kind: syncStatus.kind,
        causes: syncStatus.causes,
      })
      .from(syncStatus)
      .innerJoin(
        programSyncs,
        and(eq(programSyncs.orgId, syncStatus.orgId), eq(programSyncs.id, syncStatus.programSyncId)),
      )
      .innerJoin(programs, and(eq(programs.orgId, syncStatus.orgId), eq(programs.id, programSyncs.programId)))
      .innerJoin(
        connections,
        and(eq(connections.orgId, syncStatus.orgId), eq(connections.id, programSyncs.connectionId)),
      )
      .where(eq(syncStatus.orgId, orgId))
      .orderBy(asc(programs.name), asc(programSyncs.slug), asc(syncStatus.kind)),
  );
  return rows.flatMap(({ causes, ...of }) => causes.map((cause): WaitingCause => ({ ...of, ...cause })));
}

export type WaitingCause = StandingCause & {
  slug: string;
  programName: string;
  connectionKind: "connectwise" | "autotask";
  kind: SyncKind;
};

/** Whether a live sync is going on: what it finds is listed at once, and counted by cause only when it ends. */
export async function isSyncGoingOn(db: Database, { orgId }: { orgId: string }): Promise<boolean> {
  const running = await inOrg(db, orgId, (tx) =>
    tx
      .select({ id: syncRuns.id })
      .from(syncRuns)
      .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.mode, "live"), eq(syncRuns.status, "running")))
      .limit(1),
  );
  return running.length > 0;
}
