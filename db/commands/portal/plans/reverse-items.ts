import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { type Reversal, runScopes, syncItems, syncRuns, type TimelineStep } from "@/db/schema";
import { ringBell } from "../../ring-bell";
import { type FoundRun, findRun } from "../find-run-item";

export type ReverseResult =
  /** A preview of the reversal is queued; `left`: applied lines that are not in it. */
  | { kind: "queued"; runId: string; count: number; left: number }
  /** No such live run, nothing of it was applied, or a later sync has changed each line since. */
  | { kind: "nothing" };

type Asked = { orgId: string; runId: string; lines: { itemId: string } | "all"; requestedBy: string };

/**
 * Queues a preview of what would take back what a run did to one line or to all of its lines. Nothing is written before
 * a person has approved that preview. Charges are not taken back, nor lines that a later sync has changed.
 */
export async function reverseItems(tx: Transaction, asked: Asked): Promise<ReverseResult> {
  const run = await findRun(tx, asked);
  if (run?.mode !== "live" || run.kind !== "customers") return { kind: "nothing" };
  const applied = await listApplied(tx, run, asked.lines);
  const reversals = applied.flatMap(({ key, isNewest, ...item }) => {
    const reversal = isNewest && key.endsWith(":licence") ? reversalOf(item) : null;
    return reversal ? [{ key, reversal }] : [];
  });
  if (reversals.length === 0) return { kind: "nothing" };
  const { orgId, programSyncId, connectionId, kind } = run;
  const of = { orgId, programSyncId, connectionId, kind, requestedBy: asked.requestedBy };
  const [preview] = await tx
    .insert(syncRuns)
    .values({ ...of, mode: "preview", trigger: "person", retryOf: run.runId })
    .returning({ runId: syncRuns.id });
  if (!preview) throw new Error("The preview was not queued.");
  await insertRows(
    tx,
    runScopes,
    reversals.map((one) => ({ orgId, runId: preview.runId, ...one })),
  );
  await ringBell(tx, { orgId, bell: "run", subjectId: preview.runId });
  const count = reversals.length;
  return { kind: "queued", runId: preview.runId, count, left: applied.length - count };
}

async function listApplied(tx: Transaction, run: FoundRun, lines: Asked["lines"]) {
  // Drizzle names no table in a select of one, and within the inner query a bare name would be its own.
  const isNewest = sql<boolean>`not exists (
    select from sync_items l join sync_runs r on r.org_id = l.org_id and r.id = l.run_id and r.mode = 'live'
      and r.program_sync_id = ${run.programSyncId}
    where l.org_id = ${run.orgId} and l.key = sync_items.key and l.run_id <> ${run.runId}
      and l.created_at > sync_items.created_at and l.outcome in ('applied', 'unknown', 'failed')
  )`;
  return tx
    .select({ key: syncItems.key, before: syncItems.before, after: syncItems.after, isNewest })
    .from(syncItems)
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.runId),
        inArray(syncItems.subject, ["subscription", "invoice_line"]),
        eq(syncItems.outcome, "applied"),
        lines === "all" ? undefined : eq(syncItems.id, lines.itemId),
      ),
    )
    .orderBy(syncItems.key);
}

type Held = typeof syncItems.$inferSelect.before;

function reversalOf({ before, after }: { before: Held; after: Held }): Reversal | null {
  return isTimeline(before) && isTimeline(after) ? { before, after } : null;
}

function isTimeline(held: Held): held is TimelineStep[] {
  return Array.isArray(held);
}
