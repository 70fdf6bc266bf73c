import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { exclusions, planApprovals, runScopes, syncRuns, users } from "@/db/schema";
import { ringBell } from "../../ring-bell";
import { endRest } from "../../runs/rest-connection";
import { type AskedPlan, countPlanChange, type LockedPlan, lockPlan, type Plan } from "./lock-plan";
import { type AnsweredLine, recordAnswers } from "./record-answers";

export type ExcludedLine = { key: string; reason: string };

export type ApplyResult =
  /** `excluded`: the lines that are reversed, and so excluded. `answered`: what was held, and is decided by the approval. */
  | { kind: "queued"; runId: string; count: number; excluded: ExcludedLine[]; answered: AnsweredLine[] }
  /** Nothing is approved that has not been applied already. */
  | { kind: "nothing" }
  | Exclude<LockedPlan, { kind: "plan" }>;

/**
 * Queues a live run that writes what is approved of a preview and nothing else. `anew`: what would be written otherwise
 * by now is written, too; else it waits.
 */
export async function applyPlan(
  tx: Transaction,
  asked: AskedPlan & { anew: boolean; requestedBy: string },
): Promise<ApplyResult> {
  const locked = await lockPlan(tx, asked);
  if (locked.kind !== "plan") return locked;
  const { plan } = locked;
  const { orgId, programSyncId, connectionId } = plan;
  const of = {
    orgId,
    programSyncId,
    connectionId,
    kind: plan.kind,
    requestedBy: asked.requestedBy,
  };
  if (!(await hasWaiting(tx, plan))) return { kind: "nothing" };
  await endRest(tx, of);
  const [run] = await tx
    .insert(syncRuns)
    .values({ ...of, mode: "live", trigger: "person", retryOf: plan.runId, plansAnew: asked.anew })
    .returning({ runId: syncRuns.id });
  if (!run) throw new Error("The sync was not queued.");
  const count = await takeApproved(tx, plan, run.runId);
  const excluded = await excludeReversed(tx, plan, { runId: run.runId, by: asked.requestedBy });
  const answered = await recordAnswers(tx, plan, run.runId);
  await countPlanChange(tx, plan);
  await ringBell(tx, { orgId, bell: "run", subjectId: run.runId });
  return { kind: "queued", runId: run.runId, count, excluded, answered };
}

async function hasWaiting(tx: Transaction, plan: Plan): Promise<boolean> {
  const rows = await tx.select({ key: planApprovals.key }).from(planApprovals).where(waiting(plan)).limit(1);
  return rows.length > 0;
}

/** Gives the run what it is to write: just what was approved. */
async function takeApproved(tx: Transaction, plan: Plan, runId: string): Promise<number> {
  await tx.update(planApprovals).set({ appliedIn: runId }).where(waiting(plan));
  const { rowCount } = await tx.execute(sql`
    insert into ${runScopes} (org_id, run_id, key, approved_plan, reversal)
    select ${planApprovals.orgId}, ${planApprovals.appliedIn}, ${planApprovals.key}, ${planApprovals.plan}, s.reversal
    from ${planApprovals} left join ${runScopes} s on s.org_id = ${planApprovals.orgId}
      and s.run_id = ${planApprovals.runId} and s.key = ${planApprovals.key}
    where ${planApprovals.orgId} = ${plan.orgId} and ${planApprovals.runId} = ${plan.runId}
      and ${planApprovals.appliedIn} = ${runId}::uuid`);
  return rowCount ?? 0;
}

/** What is reversed would be done again by the next sync: it is excluded, for a person to take back. */
async function excludeReversed(
  tx: Transaction,
  { orgId, programSyncId }: Plan,
  { runId, by }: { runId: string; by: string },
): Promise<ExcludedLine[]> {
  const { rows } = await tx.execute<ExcludedLine>(sql`
    insert into ${exclusions} (org_id, program_sync_id, key, reason, excluded_by)
    select ${orgId}::uuid, ${programSyncId}::uuid, s.key,
      'Reversed by ' || coalesce((select coalesce(u.name, u.email) from ${users} u where u.id = ${by}::uuid), 'a member'), ${by}::uuid
    from ${runScopes} s where s.org_id = ${orgId} and s.run_id = ${runId}::uuid and s.reversal is not null
    on conflict (org_id, program_sync_id, key) do update
      set reason = excluded.reason, expires_on = null, excluded_by = excluded.excluded_by, created_at = now()
    returning key, reason`);
  return rows;
}

function waiting({ orgId, runId }: Plan) {
  return and(eq(planApprovals.orgId, orgId), eq(planApprovals.runId, runId), isNull(planApprovals.appliedIn));
}
