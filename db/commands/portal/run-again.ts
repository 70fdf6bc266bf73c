import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { runScopes, syncRuns } from "@/db/schema";
import { ringBell } from "../ring-bell";
import { requestRun } from "../runs/request-run";
import { endRest } from "../runs/rest-connection";

type Asked = { orgId: string; runId: string; requestedBy: string };
type Again = Pick<typeof syncRuns.$inferSelect, "orgId" | "id" | "mode" | "plansAnew"> & {
  of: Pick<typeof syncRuns.$inferSelect, "orgId" | "programSyncId" | "connectionId" | "kind">;
  retryOf: string;
};

/**
 * Queues a run like this one: same program sync, kind and mode, and of one that looked at some keys alone just these, to do
 * the same with them. Pressed twice, it is queued once. null: this organisation has no such run.
 */
export async function runAgain(tx: Transaction, asked: Asked): Promise<{ runId: string } | null> {
  const [run] = await tx
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, asked.orgId), eq(syncRuns.id, asked.runId)))
    .for("update");
  if (!run) return null;
  const { orgId, id, programSyncId, connectionId, kind, mode, plansAnew } = run;
  const of = { orgId, programSyncId, connectionId, kind };
  const { requestedBy } = asked;
  const again = { orgId, id, of, mode, plansAnew, retryOf: run.retryOf ?? id };
  if (!(await isScoped(tx, again))) return requestRun(tx, { ...of, mode, trigger: "person", requestedBy });
  return (await findQueued(tx, again)) ?? (await queueSameKeys(tx, again, requestedBy));
}

async function isScoped(tx: Transaction, { orgId, id }: Again): Promise<boolean> {
  const rows = await tx
    .select({ key: runScopes.key })
    .from(runScopes)
    .where(and(eq(runScopes.orgId, orgId), eq(runScopes.runId, id)))
    .limit(1);
  return rows.length > 0;
}

async function findQueued(tx: Transaction, again: Again): Promise<{ runId: string } | null> {
  const { rows } = await tx.execute<{ runId: string }>(sql`
    select q.id as "runId" from ${syncRuns} q
    where q.org_id = ${again.orgId} and q.program_sync_id = ${again.of.programSyncId} and q.kind = ${again.of.kind}
      and q.mode = ${again.mode} and q.status = 'queued' and q.retry_of = ${again.retryOf} and q.id <> ${again.id}
      and not exists (
        select from ${runScopes} s where s.org_id = q.org_id and s.run_id = ${again.id}
          and not exists (select from ${runScopes} o where o.org_id = q.org_id and o.run_id = q.id and o.key = s.key)
      )
    limit 1`);
  return rows[0] ?? null;
}

/** Some of what was approved may be written by now: the rest comes to the same (see `isAsApproved`). */
async function queueSameKeys(tx: Transaction, again: Again, requestedBy: string): Promise<{ runId: string }> {
  const { orgId, id, of, mode, plansAnew, retryOf } = again;
  await endRest(tx, of);
  const [run] = await tx
    .insert(syncRuns)
    .values({ ...of, mode, trigger: "person", requestedBy, retryOf, plansAnew })
    .returning({ runId: syncRuns.id });
  if (!run) throw new Error("The run was not queued.");
  await tx.execute(sql`
    insert into ${runScopes} (org_id, run_id, key, approved_plan, reversal)
    select s.org_id, ${run.runId}::uuid, s.key, substring(s.approved_plan from position('.' in s.approved_plan)), s.reversal
    from ${runScopes} s where s.org_id = ${orgId} and s.run_id = ${id}`);
  await ringBell(tx, { orgId, bell: "run", subjectId: run.runId });
  return run;
}
