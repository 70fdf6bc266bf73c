import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { connections, programSyncs, programs, type SyncKind, syncRuns } from "@/db/schema";

/** So many of the newest runs stand in a strip. */
const stripLength = 30;

export type StripRun = Awaited<ReturnType<typeof listRunStrips>>[number];

/** The newest live runs of each program sync and kind, each strip from old to new, by program. */
export async function listRunStrips(
  db: Database,
  { orgId, sync, kind }: { orgId: string; sync?: string | undefined; kind?: SyncKind | undefined },
) {
  return inOrg(db, orgId, (tx) => {
    const kinds = sql<SyncKind>`k.kind`;
    const newest = tx
      .select({
        id: syncRuns.id,
        status: syncRuns.status,
        queuedAt: syncRuns.queuedAt,
        periodStart: syncRuns.periodStart,
      })
      .from(syncRuns)
      .where(
        and(
          eq(syncRuns.orgId, orgId),
          eq(syncRuns.programSyncId, programSyncs.id),
          sql`${syncRuns.kind} = ${kinds}`,
          eq(syncRuns.mode, "live"),
        ),
      )
      .orderBy(desc(syncRuns.queuedAt), desc(syncRuns.id))
      .limit(stripLength)
      .as("newest");
    const narrowed: SQL[] = [
      eq(programSyncs.orgId, orgId),
      ...(sync ? [eq(programSyncs.slug, sync)] : []),
      ...(kind ? [sql`${kinds} = ${kind}`] : []),
    ];
    return tx
      .select({
        slug: programSyncs.slug,
        programName: programs.name,
        connectionKind: connections.kind,
        kind: kinds,
        id: newest.id,
        status: newest.status,
        queuedAt: newest.queuedAt,
        periodStart: newest.periodStart,
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
      .innerJoin(sql`(values ('customers'), ('products')) k(kind)`, sql`true`)
      .innerJoinLateral(newest, sql`true`)
      .where(and(...narrowed))
      .orderBy(asc(programs.name), asc(programSyncs.slug), asc(kinds), asc(newest.queuedAt), asc(newest.id));
  });
}
