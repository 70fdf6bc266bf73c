import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { acknowledgements, issues, positions, syncItems, syncRuns } from "@/db/schema";
import { type FoundRun, findRun } from "./find-run-item";
import { lockStatus, recountOutstanding } from "./recount-outstanding";

/** One warning, or all of a run with this code. */
export type AcknowledgeWhich = { issueId: string } | { code: string };

/**
 * Notes that a person has seen these warnings of a live run. It holds for the same facts in every run, so it also
 * reaches the newest run that has them. Returns how many of this run's warnings it was; 0 when there is none left.
 */
export async function acknowledgeWarnings(
  tx: Transaction,
  asked: { orgId: string; runId: string; acknowledgedBy: string; which: AcknowledgeWhich },
): Promise<number> {
  const run = await findRun(tx, asked);
  if (run?.mode !== "live") return 0;
  await lockStatus(tx, run);
  const seen = await openWarnings(tx, run, asked.which);
  if (seen.length === 0) return 0;
  const hashes = [...new Set(seen.map((warning) => warning.factsHash))];
  const keys = [...new Set(seen.flatMap((warning) => warning.key ?? []))];
  await tx
    .insert(acknowledgements)
    .select(
      tx
        .select({
          orgId: sql<string>`${run.orgId}::uuid`.as("org_id"),
          programSyncId: sql<string>`${run.programSyncId}::uuid`.as("program_sync_id"),
          factsHash: sql<string>`unnest(${sql.param(hashes)}::text[])`.as("facts_hash"),
          acknowledgedBy: sql<string>`${asked.acknowledgedBy}::uuid`.as("acknowledged_by"),
          createdAt: sql<Date>`now()`.as("created_at"),
        })
        .from(sql`(select 1) one`),
    )
    .onConflictDoNothing();
  await markAcknowledged(tx, run, hashes, await newestRuns(tx, run, keys));
  if (keys.length > 0) await settlePositions(tx, run, keys);
  await recountOutstanding(tx, run);
  return seen.length;
}

function openWarnings(tx: Transaction, run: FoundRun, which: AcknowledgeWhich) {
  return tx
    .select({ factsHash: issues.factsHash, key: syncItems.key })
    .from(issues)
    .leftJoin(syncItems, itemOfIssue)
    .where(
      and(
        eq(issues.orgId, run.orgId),
        eq(issues.itemMonth, run.itemMonth),
        eq(issues.runId, run.runId),
        eq(issues.severity, "warning"),
        eq(issues.acknowledged, false),
        "issueId" in which ? eq(issues.id, which.issueId) : eq(issues.code, which.code),
      ),
    );
}

/** This run, and those that looked at the keys last. */
async function newestRuns(tx: Transaction, run: FoundRun, keys: string[]) {
  const rows = await tx
    .selectDistinct({ runId: syncRuns.id, itemMonth: syncRuns.itemMonth })
    .from(positions)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, positions.orgId), eq(syncRuns.id, positions.runId)))
    .where(ofKeys(run, keys));
  return [...rows, { runId: run.runId, itemMonth: run.itemMonth }];
}

async function markAcknowledged(
  tx: Transaction,
  run: FoundRun,
  hashes: string[],
  runs: { runId: string; itemMonth: string }[],
): Promise<void> {
  await tx
    .update(issues)
    .set({ acknowledged: true })
    .where(
      and(
        eq(issues.orgId, run.orgId),
        inArray(issues.itemMonth, [...new Set(runs.map((row) => row.itemMonth))]),
        inArray(
          issues.runId,
          runs.map((row) => row.runId),
        ),
        eq(issues.severity, "warning"),
        sql`${issues.factsHash} = any(${sql.param(hashes)}::text[])`,
      ),
    );
}

/** A key has nothing to acknowledge once each warning of the item that it was last seen as is acknowledged. */
async function settlePositions(tx: Transaction, run: FoundRun, keys: string[]): Promise<void> {
  await tx
    .update(positions)
    .set({
      unacknowledged: sql`exists (
        select from issues i join sync_runs r on r.org_id = i.org_id and r.id = i.run_id and r.item_month = i.item_month
        where i.org_id = ${run.orgId} and r.id = ${positions.runId} and i.item_id = ${positions.itemId}
          and i.severity = 'warning' and not i.acknowledged
      )`,
      updatedAt: sql`now()`,
    })
    .where(ofKeys(run, keys));
}

function ofKeys(run: FoundRun, keys: string[]) {
  return and(
    eq(positions.orgId, run.orgId),
    eq(positions.programSyncId, run.programSyncId),
    eq(positions.kind, run.kind),
    sql`${positions.key} = any(${sql.param(keys)}::text[])`,
  );
}
