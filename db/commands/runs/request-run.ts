import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import {
  connections,
  runScopes,
  type SyncKind,
  type SyncMode,
  type SyncTrigger,
  syncRuns,
  syncStatus,
} from "@/db/schema";
import { ringBell } from "../ring-bell";
import { endRest, restReason } from "./rest-connection";

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
 * because no line can be written for a product without its PSA item; a later one lets a products run go first when it
 * finds a new product on the invoices (`letProductsGoFirst`).
 */
export async function requestRun(tx: Transaction, request: RunRequest): Promise<{ runId: string }> {
  if (request.kind === "customers" && !(await productsWereSynced(tx, request))) {
    await queueRun(tx, { ...request, kind: "products" });
  }
  return queueRun(tx, request);
}

/**
 * A run that waits already becomes this one; a person's wish to look again is not lost on it. `queuedAt`: the place in
 * the queue that it takes; now unless given.
 */
export async function queueRun(
  tx: Transaction,
  request: RunRequest,
  queuedAt?: Date,
): Promise<{ runId: string }> {
  if (request.trigger === "person") await endRest(tx, request);
  const [run] = await tx
    .insert(syncRuns)
    .values({ ...request, ...(queuedAt && { queuedAt }), ...(await waitOf(tx, request)) })
    .onConflictDoUpdate({
      target: [syncRuns.orgId, syncRuns.programSyncId, syncRuns.kind, syncRuns.mode],
      targetWhere: sql`status = 'queued' and retry_of is null and epoch = 0`,
      set: {
        trigger: sql`case when excluded.trigger = 'person' then excluded.trigger else ${syncRuns.trigger} end`,
        requestedBy: sql`coalesce(excluded.requested_by, ${syncRuns.requestedBy})`,
        queuedAt: sql`least(${syncRuns.queuedAt}, excluded.queued_at)`,
        ...(request.trigger === "person" && { resumesAt: null, waitReason: null }),
      },
    })
    .returning({ runId: syncRuns.id });
  if (!run) throw new Error("The run was not queued.");
  await ringBell(tx, { orgId: request.orgId, bell: "run", subjectId: run.runId });
  return run;
}

/** A PSA that is left alone for want of answers is not asked for a new run either, unless a person asks for it. */
async function waitOf(tx: Transaction, { orgId, connectionId, trigger }: RunRequest) {
  if (trigger === "person") return {};
  const [connection] = await tx
    .select({ restsUntil: connections.restsUntil })
    .from(connections)
    .where(
      and(
        eq(connections.orgId, orgId),
        eq(connections.id, connectionId),
        gt(connections.restsUntil, sql`clock_timestamp()`),
      ),
    );
  return connection ? { resumesAt: connection.restsUntil, waitReason: restReason } : {};
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

type RetryRequest = Omit<RunRequest, "mode" | "trigger"> & {
  /** The run whose items it takes up. */
  retryOf: string;
  keys: string[];
  /** By key, what alone may be written of it, or what is reversed; whatever is planned unless given. */
  wishes?: ReadonlyMap<string, ScopeWish>;
  /** Lets the PSA's own request limit pass. */
  delayMs?: number;
};

export type ScopeWish = Pick<typeof runScopes.$inferSelect, "approvedPlan" | "reversal">;

/** Queues a run that looks only at `keys`. */
export async function requestRetry(tx: Transaction, request: RetryRequest): Promise<{ runId: string }> {
  const { keys, wishes, delayMs, ...run } = request;
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
  await tx.insert(runScopes).values(
    keys.map((key) => ({
      orgId: run.orgId,
      runId: created.runId,
      key,
      ...wishes?.get(key),
    })),
  );
  await ringBell(tx, { orgId: run.orgId, bell: "run", subjectId: created.runId });
  return created;
}
