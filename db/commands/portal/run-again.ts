import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { exclusionInForce } from "@/db/queries/exclusion-in-force";
import { exclusions, runScopes, syncItems, syncRuns } from "@/db/schema";
import { ringBell } from "../ring-bell";
import { requestRun } from "../runs/request-run";
import { endRest } from "../runs/rest-connection";

export type AgainResult =
  | { kind: "queued"; runId: string }
  /** What it was to reverse is reversed, was written by another sync since, or is not excluded any more. */
  | { kind: "nothing" }
  /** This organisation has no such run. */
  | { kind: "none" };

type Asked = { orgId: string; runId: string; requestedBy: string };
type Again = Pick<typeof syncRuns.$inferSelect, "orgId" | "id" | "mode" | "plansAnew"> & {
  of: Pick<typeof syncRuns.$inferSelect, "orgId" | "programSyncId" | "connectionId" | "kind">;
  retryOf: string;
};

/**
 * Queues a run like this one: same program sync, kind and mode, and of one that looked at some keys alone just these, to do
 * the same with them. Pressed twice, it is queued once.
 */
export async function runAgain(tx: Transaction, asked: Asked): Promise<AgainResult> {
  const [run] = await tx
    .select()
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, asked.orgId), eq(syncRuns.id, asked.runId)))
    .for("update");
  if (!run) return { kind: "none" };
  const { orgId, id, programSyncId, connectionId, kind, mode, plansAnew } = run;
  const of = { orgId, programSyncId, connectionId, kind };
  const { requestedBy } = asked;
  const again = { orgId, id, of, mode, plansAnew, retryOf: run.retryOf ?? id };
  if (!(await isScoped(tx, again))) {
    return { kind: "queued", ...(await requestRun(tx, { ...of, mode, trigger: "person", requestedBy })) };
  }
  const queued = await findQueued(tx, again);
  return queued ? { kind: "queued", ...queued } : queueSameKeys(tx, again, requestedBy);
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
async function queueSameKeys(tx: Transaction, again: Again, requestedBy: string): Promise<AgainResult> {
  const { orgId, id, of, mode, plansAnew, retryOf } = again;
  const same = sql`
    from ${runScopes} s join ${syncRuns} r on r.org_id = s.org_id and r.id = s.run_id
    where s.org_id = ${orgId} and s.run_id = ${id} and (s.reversal is null or ${isToReverse(again)})`;
  // Without a key of its own it would be a run of everything.
  if (!(await tx.execute(sql`select ${same} limit 1`)).rowCount) return { kind: "nothing" };
  await endRest(tx, of);
  const [run] = await tx
    .insert(syncRuns)
    .values({ ...of, mode, trigger: "person", requestedBy, retryOf, plansAnew })
    .returning({ runId: syncRuns.id });
  if (!run) throw new Error("The run was not queued.");
  await tx.execute(sql`
    insert into ${runScopes} (org_id, run_id, key, approved_plan, reversal)
    select s.org_id, ${run.runId}::uuid, s.key, substring(s.approved_plan from position('.' in s.approved_plan)), s.reversal ${same}`);
  await ringBell(tx, { orgId, bell: "run", subjectId: run.runId });
  return { kind: "queued", ...run };
}

/**
 * What was held before a change is no more what a person wants back once another sync has written the line, or, where the
 * run itself writes, once somebody has taken back the exclusion that came with the reversal.
 */
function isToReverse({ mode, of }: Again): SQL {
  const excluded = sql`exists (
    select from ${exclusions} where ${exclusions.orgId} = s.org_id and ${exclusions.programSyncId} = ${of.programSyncId}
      and ${exclusions.key} = s.key and ${exclusionInForce()}
  )`;
  const writtenSince = sql`exists (
    select from ${syncItems} l join ${syncRuns} w on w.org_id = l.org_id and w.id = l.run_id and w.mode = 'live'
      and w.program_sync_id = ${of.programSyncId}
    where l.org_id = s.org_id and l.key = s.key and l.created_at > r.queued_at and l.outcome in ('applied', 'unknown')
  )`;
  return sql`(${mode === "preview"} or ${excluded}) and not ${writtenSince}`;
}
