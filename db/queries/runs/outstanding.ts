import { and, count, eq, isNotNull, or } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { positions, type SyncKind } from "@/db/schema";

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
