import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { runMoney } from "@/db/commands/runs/run-money";
import { listStandingCauses } from "@/db/commands/runs/standing-causes";
import { syncRuns, syncStatus } from "@/db/schema";
import type { FilledSync } from "./fill-runs";

/** What the end of each run would have left: its sums, and where the program sync stands after the newest. */
export async function fillStatus(owner: Database, sync: FilledSync): Promise<{ newestRunId: string }> {
  const { orgId, programSyncId } = sync;
  return owner.transaction(async (tx) => {
    const runs = await tx
      .select()
      .from(syncRuns)
      .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.status, "error")));
    for (const { id } of runs) {
      await tx
        .update(syncRuns)
        .set({ money: runMoney({ orgId, runId: id }) })
        .where(eq(syncRuns.id, id));
    }
    const newest = runs.sort((a, b) => b.queuedAt.getTime() - a.queuedAt.getTime()).at(0);
    if (!newest) throw new Error("There is no sync with items.");
    const causes = await listStandingCauses(tx, { orgId, programSyncId, kind: "customers" });
    const keysOf = (outcome: string | null) =>
      causes.filter((cause) => cause.outcome === outcome).reduce((sum, { keys }) => sum + keys, 0);
    await tx.insert(syncStatus).values({
      orgId,
      programSyncId,
      kind: "customers",
      lastRunId: newest.id,
      lastRunStatus: newest.status,
      lastStartedAt: newest.startedAt,
      lastFinishedAt: newest.finishedAt,
      counts: newest.counts,
      failed: keysOf("failed"),
      held: keysOf("held"),
      warnings: keysOf(null),
      notMapped: Math.ceil((newest.counts?.skipped ?? 0) / 5),
      notMappedCost: [{ currency: "AUD", cost: "1182.30" }],
      causes,
    });
    return { newestRunId: newest.id };
  });
}
