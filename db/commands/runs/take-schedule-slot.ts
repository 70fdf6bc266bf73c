import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { programSyncs, type SyncKind, scheduleSlots } from "@/db/schema";
import { requestRun } from "./request-run";

/** Asks for the day's runs of a program sync, once, whoever notices first that they are due. */
export async function takeScheduleSlot(
  db: Database,
  due: { orgId: string; programSyncId: string; slot: string },
): Promise<void> {
  await inOrg(db, due.orgId, async (tx) => {
    const [sync] = await tx
      .select()
      .from(programSyncs)
      .where(and(eq(programSyncs.orgId, due.orgId), eq(programSyncs.id, due.programSyncId)));
    if (!sync) return;
    // Products come first: a line needs its product's PSA item.
    const kinds: SyncKind[] = [
      ...(sync.productsEnabled ? (["products"] as const) : []),
      ...(sync.customersEnabled ? (["customers"] as const) : []),
    ];
    for (const kind of kinds) {
      const taken = await tx
        .insert(scheduleSlots)
        .values({ ...due, kind })
        .onConflictDoNothing()
        .returning();
      if (taken.length === 0) continue;
      await requestRun(tx, {
        orgId: due.orgId,
        programSyncId: sync.id,
        connectionId: sync.connectionId,
        kind,
        mode: "live",
        trigger: "schedule",
        requestedBy: null,
      });
    }
  });
}
