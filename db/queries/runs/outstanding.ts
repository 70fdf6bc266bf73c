import { and, count, eq, isNotNull, or } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { positions, type SyncKind, syncItems } from "@/db/schema";

/** How many keys of a program sync failed, are held or unknown, or have a warning that nobody has acknowledged. */
export async function countOutstanding(
  db: Database,
  of: { orgId: string; programSyncId: string },
  kind: SyncKind,
): Promise<number> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ total: count() })
      .from(positions)
      .where(
        and(
          eq(positions.orgId, of.orgId),
          eq(positions.programSyncId, of.programSyncId),
          eq(positions.kind, kind),
          or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
        ),
      ),
  );
  return row?.total ?? 0;
}

/** Keys of this run whose writes ended without a known outcome. */
export async function listUnknownKeys(
  db: Database,
  run: { orgId: string; runId: string; itemMonth: string },
): Promise<string[]> {
  const rows = await inOrg(db, run.orgId, (tx) =>
    tx
      .select({ key: syncItems.key })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, run.orgId),
          eq(syncItems.itemMonth, run.itemMonth),
          eq(syncItems.runId, run.runId),
          eq(syncItems.outcome, "unknown"),
        ),
      ),
  );
  return rows.map((row) => row.key);
}
