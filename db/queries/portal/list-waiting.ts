import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  connections,
  positions,
  programSyncs,
  programs,
  type SyncKind,
  syncRuns,
  type WaitingKind,
} from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { type KeysetPage, keysetOf, type PageCursor, pageOf } from "./keyset";
import { containsPattern } from "./like-pattern";
import { type RunItemRow, readRunItems } from "./list-run-items";
import { pageSize } from "./row-page";

export type WaitingFilter = {
  show: WaitingKind;
  /** Slug of a program sync. */
  sync?: string | undefined;
  kind?: SyncKind | undefined;
  /** Code of the gravest issue. */
  code?: string | undefined;
  /** Part of the customer's or the product's name. */
  q?: string | undefined;
};

type PlaceRow = Awaited<ReturnType<typeof readPlaces>>[number];
export type WaitingRow = PlaceRow & { item: RunItemRow };

/** The code of a customer without a mapping: mapping is done in the program, where they are listed first. */
const mappedElsewhere = "customer_not_mapped";

/**
 * What of all program syncs waits for a person, by program, kind and cause, then by customer and product, each as the
 * item of the run that looked last. A line whose run is kept no longer is left out.
 */
export async function listWaiting(
  db: Database,
  asked: { orgId: string; filter: WaitingFilter; cursor: PageCursor | null; size?: number },
): Promise<KeysetPage<WaitingRow>> {
  const size = asked.size ?? pageSize;
  return inOrg(db, asked.orgId, async (tx) => {
    const page = pageOf(await readPlaces(tx, asked, size + 1), size, asked.cursor);
    const items = await readItems(tx, asked.orgId, page.rows);
    const rows = page.rows.flatMap((row) => {
      const item = items.get(row.itemId);
      return item ? [{ ...row, item }] : [];
    });
    return { ...page, rows };
  });
}

/** Where the list goes on behind a row. */
export function waitingKey(row: PlaceRow): string[] {
  return [row.programSyncId, row.kind, row.cause, row.place, row.key];
}

async function readPlaces(
  tx: Transaction,
  { orgId, filter, cursor }: { orgId: string; filter: WaitingFilter; cursor: PageCursor | null },
  limit: number,
) {
  const { where, orderBy } = keysetOf(
    [
      { of: sql`${positions.programSyncId}`, type: "uuid" },
      { of: sql`${positions.kind}`, type: "text" },
      { of: sql`${positions.cause}`, type: "text" },
      { of: sql`${positions.place}`, type: "text" },
      { of: sql`${positions.key}`, type: "text" },
    ],
    cursor,
  );
  return tx
    .select({
      programSyncId: positions.programSyncId,
      kind: positions.kind,
      cause: positions.cause,
      place: positions.place,
      key: positions.key,
      waitingSince: positions.waitingSince,
      runId: syncRuns.id,
      itemId: sql<string>`${positions.itemId}`,
      itemMonth: syncRuns.itemMonth,
      runStatus: syncRuns.status,
      programSlug: programSyncs.slug,
      programName: programs.name,
      connection: {
        id: connections.id,
        kind: connections.kind,
        name: connections.name,
        site: connections.site,
        account: connections.account,
      },
    })
    .from(positions)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, positions.orgId), eq(syncRuns.id, positions.runId)))
    .innerJoin(
      programSyncs,
      and(eq(programSyncs.orgId, positions.orgId), eq(programSyncs.id, positions.programSyncId)),
    )
    .innerJoin(programs, and(eq(programs.orgId, positions.orgId), eq(programs.id, programSyncs.programId)))
    .innerJoin(
      connections,
      and(eq(connections.orgId, positions.orgId), eq(connections.id, programSyncs.connectionId)),
    )
    .where(and(...matching(orgId, filter), where))
    .orderBy(...orderBy)
    .limit(limit);
}

function matching(orgId: string, { show, sync, kind, code, q }: WaitingFilter): SQL[] {
  return [
    eq(positions.orgId, orgId),
    eq(positions.waits, show),
    sql`${positions.cause} <> ${mappedElsewhere}`,
    ...(sync ? [eq(programSyncs.slug, sync)] : []),
    ...(kind ? [eq(positions.kind, kind)] : []),
    ...(code ? [eq(positions.cause, code)] : []),
    ...(q ? [sql`${positions.place} like ${containsPattern(q.toLowerCase())}`] : []),
  ];
}

/** The items of a page by their ids: mostly of one run, at worst of as many as there are rows. */
async function readItems(tx: Transaction, orgId: string, rows: PlaceRow[]): Promise<Map<string, RunItemRow>> {
  const items = new Map<string, RunItemRow>();
  for (const group of groupBy(rows, ({ runId }) => runId).values()) {
    const [first] = group;
    if (!first) continue;
    const { runId, itemMonth, programSyncId, kind } = first;
    const of = { orgId, runId, itemMonth, programSyncId, kind };
    const ids = group.map(({ itemId }) => itemId);
    for (const item of await readRunItems(tx, of, ids)) items.set(item.id, item);
  }
  return items;
}
