import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { readWaitingRetries } from "@/db/queries/portal/item-standing";
import { positions, syncItems } from "@/db/schema";
import { requestRetry, requestRun } from "../runs/request-run";
import { type FoundRun, findRun } from "./find-run-item";

/** Which of a run's outstanding items: one, those with an issue code, or all that failed. */
export type RetryWhich = { itemId: string } | { code: string } | "failed";

export type RetryResult =
  /** A retry of so many keys waits for the worker. */
  | { kind: "queued"; runId: string; count: number }
  /** Each of them is already in a retry that is not over. */
  | { kind: "waiting"; runId: string }
  /** No such run here, a preview, or nothing of it is outstanding any more. */
  | { kind: "nothing" };

/** Beyond so many keys a whole run looks at the same and more. */
const mostKeys = 5_000;

/** Queues a retry of what a live run left outstanding. Pressed twice, it is queued once. */
export async function retryItems(
  tx: Transaction,
  asked: { orgId: string; runId: string; requestedBy: string; which: RetryWhich },
): Promise<RetryResult> {
  const run = await findRun(tx, asked);
  if (run?.mode !== "live") return { kind: "nothing" };
  // Two presses at once: the second finds the first one's retry.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`retry:${run.programSyncId}:${run.kind}`}, 0))`,
  );
  const keys = await outstandingKeys(tx, run, asked.which);
  if (keys.length === 0) return { kind: "nothing" };
  const { orgId, programSyncId, connectionId, kind } = run;
  const request = { orgId, programSyncId, connectionId, kind, requestedBy: asked.requestedBy };
  if (keys.length > mostKeys) {
    const whole = await requestRun(tx, { ...request, mode: "live", trigger: "person" });
    return { kind: "queued", runId: whole.runId, count: keys.length };
  }
  const waiting = await readWaitingRetries(tx, run, keys);
  const rest = keys.filter((key) => !waiting.has(key));
  const [first] = waiting.values();
  if (rest.length === 0 && first) return { kind: "waiting", runId: first };
  const { runId } = await requestRetry(tx, { ...request, retryOf: run.runId, keys: rest });
  return { kind: "queued", runId, count: rest.length };
}

async function outstandingKeys(tx: Transaction, run: FoundRun, which: RetryWhich): Promise<string[]> {
  const rows = await tx
    .select({ key: syncItems.key })
    .from(syncItems)
    .leftJoin(
      positions,
      and(
        eq(positions.orgId, syncItems.orgId),
        eq(positions.programSyncId, run.programSyncId),
        eq(positions.kind, run.kind),
        eq(positions.key, syncItems.key),
      ),
    )
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.runId),
        inArray(syncItems.outcome, ["failed", "held", "unknown"]),
        or(isNull(positions.key), isNotNull(positions.outstanding)),
        chosen(run, which),
      ),
    )
    .orderBy(syncItems.key);
  return rows.map((row) => row.key);
}

function chosen(run: FoundRun, which: RetryWhich): SQL {
  if (which === "failed") return inArray(syncItems.outcome, ["failed", "unknown"]);
  if ("itemId" in which) return eq(syncItems.id, which.itemId);
  return sql`exists (
    select from issues i
    where i.org_id = ${run.orgId} and i.item_month = ${run.itemMonth} and i.run_id = ${run.runId}
      and i.item_id = ${syncItems.id} and i.code = ${which.code}
  )`;
}
