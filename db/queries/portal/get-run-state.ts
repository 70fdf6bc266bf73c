import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { syncRuns } from "@/db/schema";

export type RunState = NonNullable<Awaited<ReturnType<typeof getRunState>>>;

/** How far a run is; null when this organisation has none with that id. */
export async function getRunState(db: Database, of: { orgId: string; runId: string }) {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        status: syncRuns.status,
        done: syncRuns.progressDone,
        total: syncRuns.progressTotal,
        resumesAt: syncRuns.resumesAt,
        waitReason: syncRuns.waitReason,
      })
      .from(syncRuns)
      .where(and(eq(syncRuns.orgId, of.orgId), eq(syncRuns.id, of.runId))),
  );
  return row ?? null;
}
