import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type SyncKind, syncStatus } from "@/db/schema";

/** The newest finish of a run of this kind at which everything was right; null: there was none. */
export async function findLastSuccess(
  db: Database,
  of: { orgId: string; programSyncId: string; kind: SyncKind },
): Promise<Date | null> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ at: syncStatus.lastSuccessfulAt })
      .from(syncStatus)
      .where(
        and(
          eq(syncStatus.orgId, of.orgId),
          eq(syncStatus.programSyncId, of.programSyncId),
          eq(syncStatus.kind, of.kind),
        ),
      ),
  );
  return row?.at ?? null;
}
