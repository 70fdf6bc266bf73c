import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { droppedItemMonths, type SyncKind, syncRuns } from "@/db/schema";
import { planKeepsFor } from "@/lib/sync/plan-age";

export type Plan = {
  orgId: string;
  runId: string;
  itemMonth: string;
  programSyncId: string;
  connectionId: string;
  kind: SyncKind;
  version: number;
};

export type LockedPlan =
  | { kind: "plan"; plan: Plan }
  /** This organisation has no such preview that is over. */
  | { kind: "none" }
  | { kind: "too_old" }
  /** Somebody has approved or applied something since the person's page was made. */
  | { kind: "changed" };

export type AskedPlan = { orgId: string; runId: string; version: number };

/** Locks a preview for a change of its approvals; `version` is what the person saw. */
export async function lockPlan(tx: Transaction, { orgId, runId, version }: AskedPlan): Promise<LockedPlan> {
  const [run] = await tx
    .select({
      itemMonth: syncRuns.itemMonth,
      programSyncId: syncRuns.programSyncId,
      connectionId: syncRuns.connectionId,
      kind: syncRuns.kind,
      mode: syncRuns.mode,
      version: syncRuns.planVersion,
      isOver: sql<boolean>`${syncRuns.finishedAt} is not null`,
      isOld: sql<boolean>`coalesce(${syncRuns.finishedAt} < clock_timestamp() - make_interval(secs => ${planKeepsFor / 1000}), false)
        or exists (select from ${droppedItemMonths} d where d.item_month = ${syncRuns.itemMonth})`,
    })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId)))
    .for("update");
  if (run?.mode !== "preview" || !run.isOver) return { kind: "none" };
  if (run.isOld) return { kind: "too_old" };
  if (run.version !== version) return { kind: "changed" };
  const { itemMonth, programSyncId, connectionId, kind } = run;
  return { kind: "plan", plan: { orgId, runId, itemMonth, programSyncId, connectionId, kind, version } };
}

/** Marks the plan as changed, for whoever has its page open. */
export async function countPlanChange(tx: Transaction, { orgId, runId }: Plan): Promise<void> {
  await tx
    .update(syncRuns)
    .set({ planVersion: sql`${syncRuns.planVersion} + 1` })
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId)));
}
