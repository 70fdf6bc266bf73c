import { and, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { positions, syncItems, syncRuns } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { type RunItemRow, readRunItems } from "./list-run-items";

const pageSize = 20;

type PlaceRow = Awaited<ReturnType<typeof readPlaces>>[number];
/** What one run did to one key of a subscription. */
export type HistoryRow = PlaceRow & { item: RunItemRow };
export type HistoryPage = { rows: HistoryRow[]; nextAfter: string | null };

type Of = { orgId: string; programSyncId: string; subscriptionId: string };

/**
 * What each run did to a subscription, the newest first; runs that left it as it was have no item. `after`: the item
 * that the page before ended with.
 */
export async function listSubscriptionHistory(
  db: Database,
  of: Of,
  after: string | undefined,
  size = pageSize,
): Promise<HistoryPage> {
  return inOrg(db, of.orgId, async (tx) => {
    const keys = await readKeys(tx, of);
    if (keys.length === 0) return { rows: [], nextAfter: null };
    const read = await readPlaces(tx, of, keys, await beyond(tx, of, keys, after), size + 1);
    const places = read.slice(0, size);
    const items = await readItems(tx, of, places);
    const rows = places.flatMap((place) => {
      const item = items.get(place.itemId);
      return item ? [{ ...place, item }] : [];
    });
    return { rows, nextAfter: read.length > size ? (places.at(-1)?.itemId ?? null) : null };
  });
}

async function readKeys(tx: Transaction, of: Of): Promise<string[]> {
  const rows = await tx
    .select({ key: positions.key })
    .from(positions)
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, "customers"),
        eq(positions.subscriptionId, of.subscriptionId),
      ),
    );
  return rows.map(({ key }) => key);
}

/** A cursor that is none of this subscription's gives an empty page. */
async function beyond(
  tx: Transaction,
  of: Of,
  keys: string[],
  after: string | undefined,
): Promise<SQL | undefined> {
  if (after === undefined) return undefined;
  const [at] = await tx
    .select({ createdAt: sql<string>`${syncItems.createdAt}::text` })
    .from(syncItems)
    .where(and(eq(syncItems.orgId, of.orgId), inArray(syncItems.key, keys), eq(syncItems.id, after)));
  if (!at) return sql`false`;
  const createdAt = sql`${at.createdAt}::timestamptz`;
  return or(
    lt(syncItems.createdAt, createdAt),
    and(eq(syncItems.createdAt, createdAt), sql`${syncItems.id} < ${after}::uuid`),
  );
}

function readPlaces(tx: Transaction, of: Of, keys: string[], place: SQL | undefined, limit: number) {
  return tx
    .select({
      itemId: syncItems.id,
      itemMonth: syncRuns.itemMonth,
      at: syncItems.createdAt,
      run: {
        id: syncRuns.id,
        kind: syncRuns.kind,
        mode: syncRuns.mode,
        status: syncRuns.status,
        programSyncId: syncRuns.programSyncId,
        periodStart: syncRuns.periodStart,
      },
    })
    .from(syncItems)
    .innerJoin(
      syncRuns,
      and(
        eq(syncRuns.orgId, syncItems.orgId),
        eq(syncRuns.id, syncItems.runId),
        eq(syncRuns.itemMonth, syncItems.itemMonth),
        eq(syncRuns.programSyncId, of.programSyncId),
      ),
    )
    .where(and(eq(syncItems.orgId, of.orgId), inArray(syncItems.key, keys), place))
    .orderBy(desc(syncItems.createdAt), desc(syncItems.id))
    .limit(limit);
}

async function readItems(tx: Transaction, of: Of, places: PlaceRow[]): Promise<Map<string, RunItemRow>> {
  const items = new Map<string, RunItemRow>();
  for (const group of groupBy(places, ({ run }) => run.id).values()) {
    const [first] = group;
    if (!first) continue;
    const { orgId, programSyncId } = of;
    const ofRun = {
      orgId,
      programSyncId,
      kind: first.run.kind,
      runId: first.run.id,
      itemMonth: first.itemMonth,
    };
    const ids = group.map(({ itemId }) => itemId);
    for (const item of await readRunItems(tx, ofRun, ids)) items.set(item.id, item);
  }
  return items;
}
