import { and, asc, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections, type PsaKind, programSyncs, programs, syncStatus } from "@/db/schema";

export type MenuProgram = {
  slug: string;
  programName: string;
  connectionKind: PsaKind;
  connectionName: string;
  /** What waits for a person over both kinds: failed, unknown, held, customers not mapped. */
  waiting: number;
  /** Of it what is held until somebody decides. */
  held: number;
  /** Its customers have been synced, and go on being so. */
  isSetUp: boolean;
};

/** The program syncs of an organisation as entries of the menu, by name; the counts come from `sync_status` alone. */
export async function listMenuPrograms(db: Database, { orgId }: { orgId: string }): Promise<MenuProgram[]> {
  const waiting = sql<number>`coalesce(sum(${syncStatus.failed} + ${syncStatus.unknown} + ${syncStatus.held} + ${syncStatus.notMapped}), 0)::int`;
  return inOrg(db, orgId, (tx) =>
    tx
      .select({
        slug: programSyncs.slug,
        programName: programs.name,
        connectionKind: connections.kind,
        connectionName: connections.name,
        waiting,
        held: sql<number>`coalesce(sum(${syncStatus.held}), 0)::int`,
        isSetUp: sql<boolean>`${programSyncs.customersEnabled} and coalesce(bool_or(${syncStatus.kind} = 'customers' and ${syncStatus.lastRunId} is not null), false)`,
      })
      .from(programSyncs)
      .innerJoin(
        programs,
        and(eq(programs.orgId, programSyncs.orgId), eq(programs.id, programSyncs.programId)),
      )
      .innerJoin(
        connections,
        and(eq(connections.orgId, programSyncs.orgId), eq(connections.id, programSyncs.connectionId)),
      )
      .leftJoin(
        syncStatus,
        and(eq(syncStatus.orgId, programSyncs.orgId), eq(syncStatus.programSyncId, programSyncs.id)),
      )
      .where(eq(programSyncs.orgId, orgId))
      .groupBy(
        programSyncs.slug,
        programSyncs.customersEnabled,
        programs.name,
        connections.kind,
        connections.name,
      )
      .orderBy(asc(programs.name), asc(connections.name), asc(programSyncs.slug)),
  );
}
