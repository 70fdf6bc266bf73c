import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { lineEndings, positions, programSyncs, type TimelineStep } from "@/db/schema";
import type { IsoDate } from "@/lib/values";

/** A key's share of a contract service has ended: what is left of what was confirmed, and the day that it came to. */
export async function endShare(
  db: Database,
  of: {
    orgId: string;
    connectionId: string;
    key: string;
    endingId: string;
    lastDay: IsoDate;
    /** null: what was confirmed is of another contract. */
    left: TimelineStep[] | null;
  },
): Promise<void> {
  const { orgId, connectionId, key, endingId, lastDay, left } = of;
  await inOrg(db, orgId, async (tx) => {
    await tx
      .update(lineEndings)
      .set({ lastDay })
      .where(and(eq(lineEndings.orgId, orgId), eq(lineEndings.id, endingId)));
    if (!left) return;
    const syncs = tx
      .select({ id: programSyncs.id })
      .from(programSyncs)
      .where(and(eq(programSyncs.orgId, orgId), eq(programSyncs.connectionId, connectionId)));
    await tx
      .update(positions)
      .set({ confirmed: left, open: false })
      .where(
        and(
          eq(positions.orgId, orgId),
          eq(positions.kind, "customers"),
          eq(positions.key, key),
          inArray(positions.programSyncId, syncs),
        ),
      );
  });
}
