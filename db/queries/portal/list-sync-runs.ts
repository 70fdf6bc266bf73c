import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  connections,
  programSyncs,
  programs,
  type RunStatus,
  runTieOuts,
  type SyncKind,
  syncRuns,
  users,
} from "@/db/schema";
import { cutPage, pageSize, type RowPage, type RowPlace } from "./row-page";

export type SyncRunFilters = {
  /** Slug of the program sync. */
  sync?: string;
  kind?: SyncKind;
  status?: RunStatus;
};

/** What a run brought to the PSA, in partner cost ex tax; a preview's is what it would bring. */
export type RunMoney = { currency: string; applied: string; planned: string };

export type SyncRunRow = Awaited<ReturnType<typeof readRuns>>[number] & { money: RunMoney[] };

/** The runs of an organisation, newest first. A cursor of another organisation gives an empty page. */
export async function listSyncRuns(
  db: Database,
  asked: { orgId: string; filters: SyncRunFilters; place: RowPlace; size?: number },
): Promise<RowPage<SyncRunRow>> {
  const size = asked.size ?? pageSize;
  return inOrg(db, asked.orgId, async (tx) => {
    const page = cutPage(await readRuns(tx, asked, size + 1), asked.place, size);
    const money = await readMoney(
      tx,
      asked.orgId,
      page.rows.map((run) => run.id),
    );
    return { ...page, rows: page.rows.map((run) => ({ ...run, money: money.get(run.id) ?? [] })) };
  });
}

async function readRuns(
  tx: Transaction,
  { orgId, filters, place }: { orgId: string; filters: SyncRunFilters; place: RowPlace },
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
      periodStart: syncRuns.periodStart,
      counts: syncRuns.counts,
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
    .where(and(eq(syncRuns.orgId, orgId), ...matching(filters), beyond(orgId, place)))
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

function beyond(orgId: string, place: RowPlace): SQL | undefined {
  const cursor = place.before ?? place.after;
  if (!cursor) return undefined;
  const than = place.before ? sql.raw(">") : sql.raw("<");
  return sql`(${syncRuns.queuedAt}, ${syncRuns.id}) ${than} (
    select c.queued_at, c.id from sync_runs c where c.org_id = ${orgId} and c.id = ${cursor}
  )`;
}

async function readMoney(tx: Transaction, orgId: string, runIds: string[]): Promise<Map<string, RunMoney[]>> {
  const money = new Map<string, RunMoney[]>();
  if (runIds.length === 0) return money;
  const rows = await tx
    .select({
      runId: runTieOuts.runId,
      currency: runTieOuts.currency,
      applied: sql<string>`sum(${runTieOuts.applied})::text`,
      planned: sql<string>`sum(${runTieOuts.planned})::text`,
    })
    .from(runTieOuts)
    .where(and(eq(runTieOuts.orgId, orgId), inArray(runTieOuts.runId, runIds)))
    .groupBy(runTieOuts.runId, runTieOuts.currency)
    .orderBy(runTieOuts.runId, runTieOuts.currency);
  for (const { runId, ...of } of rows) money.set(runId, [...(money.get(runId) ?? []), of]);
  return money;
}
