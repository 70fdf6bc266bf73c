import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { programSyncs } from "@/db/schema";

export type ProgramSettings = Pick<
  typeof programSyncs.$inferSelect,
  | "customersEnabled"
  | "productsEnabled"
  | "productMode"
  | "notifyAddresses"
  | "scheduleHour"
  | "staleAfterDays"
>;

/**
 * Keeps the settings of a program sync, if they are still those of `version`. Answers what stood there before;
 * null: somebody else changed them meanwhile, or there is no such program sync here, and nothing was done.
 */
export async function saveProgramSettings(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; version: number },
  settings: ProgramSettings,
): Promise<(ProgramSettings & { slug: string }) | null> {
  const here = and(eq(programSyncs.orgId, of.orgId), eq(programSyncs.id, of.programSyncId));
  const [before] = await tx.select().from(programSyncs).where(here).for("update");
  if (before?.version !== of.version) return null;
  await tx
    .update(programSyncs)
    .set({ ...settings, version: sql`${programSyncs.version} + 1`, updatedAt: sql`clock_timestamp()` })
    .where(here);
  return before;
}
