import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  connections,
  programSyncs,
  programs,
  type RunStatus,
  type SyncKind,
  syncRuns,
  users,
} from "@/db/schema";
import { cutPage, emptyPage, pageSize, type RowPage, type RowPlace } from "./row-page";

export type SyncRunFilters = {
  /** Slug of the program sync. */
  sync?: string;
  kind?: SyncKind;
  status?: RunStatus;
};

/** `newerAt`: when the run above the page was asked for; null: the page is the newest. */
export type SyncRunPage = RowPage<SyncRunRow> & { newerAt: Date | null };

export type SyncRunRow = Awaited<ReturnType<typeof readRuns>>[number];

/** The runs of an organisation, newest first. A cursor of another organisation gives an empty page. */
export async function listSyncRuns(
  db: Database,
  asked: { orgId: string; filters: SyncRunFilters; place: RowPlace; size?: number },
): Promise<SyncRunPage> {
  const size = asked.size ?? pageSize;
  return inOrg(db, asked.orgId, async (tx) => {
    const from = await findCursor(tx, asked.orgId, asked.place);
    if (from === "gone") return { ...emptyPage, newerAt: null };
    const read = await readRuns(tx, asked, from, size + 1);
    const above = asked.place.before ? (read[size]?.queuedAt ?? null) : from && new Date(from.queuedAt);
    return { ...cutPage(read, asked.place, size), newerAt: above };
  });
}

type Cursor = { queuedAt: string; id: string };

/** Where the page begins; null: at the newest. An index can follow values, but not another row. */
async function findCursor(tx: Transaction, orgId: string, place: RowPlace): Promise<Cursor | null | "gone"> {
  const id = place.before ?? place.after;
  if (!id) return null;
  const [cursor] = await tx
    .select({ queuedAt: sql<string>`${syncRuns.queuedAt}::text`, id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, id)));
  return cursor ?? "gone";
}

async function readRuns(
  tx: Transaction,
  { orgId, filters, place }: { orgId: string; filters: SyncRunFilters; place: RowPlace },
  from: Cursor | null,
  limit: number,
) {
  const direction = place.before ? sql.raw("asc") : sql.raw("desc");
  return tx
    .select({
      id: syncRuns.id,
      kind: syncRuns.kind,
      mode: syncRuns.mode,
      trigger: syncRuns.trigger,
      status: syncRuns.status,
      queuedAt: syncRuns.queuedAt,
      startedAt: syncRuns.startedAt,
      finishedAt: syncRuns.finishedAt,
      resumesAt: syncRuns.resumesAt,
      itemMonth: syncRuns.itemMonth,
      periodStart: syncRuns.periodStart,
      counts: syncRuns.counts,
      money: syncRuns.money,
      programName: programs.name,
      connectionKind: connections.kind,
      requesterName: users.name,
      requesterEmail: users.email,
    })
    .from(syncRuns)
    .innerJoin(
      programSyncs,
      and(eq(programSyncs.orgId, syncRuns.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
    )
    .innerJoin(programs, and(eq(programs.orgId, syncRuns.orgId), eq(programs.id, programSyncs.programId)))
    .innerJoin(
      connections,
      and(eq(connections.orgId, syncRuns.orgId), eq(connections.id, syncRuns.connectionId)),
    )
    .leftJoin(users, eq(users.id, syncRuns.requestedBy))
    .where(and(eq(syncRuns.orgId, orgId), ...matching(filters), beyond(from, place)))
    .orderBy(sql`${syncRuns.queuedAt} ${direction}`, sql`${syncRuns.id} ${direction}`)
    .limit(limit);
}

function matching({ sync, kind, status }: SyncRunFilters): SQL[] {
  return [
    ...(sync ? [eq(programSyncs.slug, sync)] : []),
    ...(kind ? [eq(syncRuns.kind, kind)] : []),
    ...(status ? [eq(syncRuns.status, status)] : []),
  ];
}

function beyond(cursor: Cursor | null, place: RowPlace): SQL | undefined {
  if (!cursor) return undefined;
  const than = place.before ? sql.raw(">") : sql.raw("<");
  return sql`(${syncRuns.queuedAt}, ${syncRuns.id}) ${than} (${cursor.queuedAt}::timestamptz, ${cursor.id}::uuid)`;
}
