import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { runScopes, type SyncKind, type SyncMode, type SyncTrigger, syncRuns, syncStatus } from "@/db/schema";
import { ringBell } from "../ring-bell";

export type RunRequest = {
  orgId: string;
  programSyncId: string;
  connectionId: string;
  kind: SyncKind;
  mode: SyncMode;
  trigger: SyncTrigger;
  requestedBy: string | null;
};

/**
 * Queues a run of the whole program sync. Asked for twice before it starts, it is queued once,
 * and the id of the waiting run is returned. A first customers run is preceded by a products run,
 * because no line can be written for a product without its PSA item.
 */
export async function requestRun(tx: Transaction, request: RunRequest): Promise<{ runId: string }> {
  if (request.kind === "customers" && !(await productsWereSynced(tx, request))) {
    await queueRun(tx, { ...request, kind: "products" });
  }
  return queueRun(tx, request);
}

async function queueRun(tx: Transaction, request: RunRequest): Promise<{ runId: string }> {
  const [created] = await tx
    .insert(syncRuns)
    .values(request)
    .onConflictDoNothing()
    .returning({ runId: syncRuns.id });
  const run = created ?? (await waitingRun(tx, request));
  await ringBell(tx, { orgId: request.orgId, bell: "run", subjectId: run.runId });
  return run;
}

async function waitingRun(tx: Transaction, request: RunRequest): Promise<{ runId: string }> {
  const [waiting] = await tx
    .select({ runId: syncRuns.id })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.orgId, request.orgId),
        eq(syncRuns.programSyncId, request.programSyncId),
        eq(syncRuns.kind, request.kind),
        eq(syncRuns.mode, request.mode),
        eq(syncRuns.status, "queued"),
        eq(syncRuns.epoch, 0),
        isNull(syncRuns.retryOf),
      ),
    );
  // The run that stood in the way has started meanwhile; asking again queues the next one.
  return waiting ?? queueRun(tx, request);
}

async function productsWereSynced(tx: Transaction, request: RunRequest): Promise<boolean> {
  const [status] = await tx
    .select({ lastRunId: syncStatus.lastRunId })
    .from(syncStatus)
    .where(
      and(
        eq(syncStatus.orgId, request.orgId),
        eq(syncStatus.programSyncId, request.programSyncId),
        eq(syncStatus.kind, "products"),
      ),
    );
  return Boolean(status?.lastRunId);
}

/** Queues a run that looks only at `keys`, taking up what `retryOf` left. `delayMs` lets the PSA's own request limit pass. */
export async function requestRetry(
  tx: Transaction,
  request: Omit<RunRequest, "mode" | "trigger"> & { retryOf: string; keys: string[]; delayMs?: number },
): Promise<{ runId: string }> {
  const { keys, delayMs, ...run } = request;
  const [created] = await tx
    .insert(syncRuns)
    .values({
      ...run,
      mode: "live",
      trigger: "retry",
      resumesAt: delayMs ? sql`clock_timestamp() + make_interval(secs => ${delayMs / 1000})` : null,
    })
    .returning({ runId: syncRuns.id });
  if (!created) throw new Error("The retry was not queued.");
  await tx.insert(runScopes).values(keys.map((key) => ({ orgId: run.orgId, runId: created.runId, key })));
  await ringBell(tx, { orgId: run.orgId, bell: "run", subjectId: created.runId });
  return created;
}
