import { randomUUID } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { rowsFromJson } from "@/db/rows-from-json";
import {
  connections,
  positions,
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
  await queueProductsFirst(tx, request);
  return queueRun(tx, request);
}

/** Before the first customers run, of everything or of some customers, a products run. */
export async function queueProductsFirst(tx: Transaction, request: RunRequest): Promise<void> {
  if (request.kind === "customers" && !(await productsWereSynced(tx, request))) {
    await queueRun(tx, { ...request, kind: "products" });
  }
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

/** Queues a run of just these keys that takes up no other run's items: it is told from a run of everything by naming itself. */
export async function requestPart(
  tx: Transaction,
  request: RunRequest,
  keys: string[],
): Promise<{ runId: string }> {
  const { orgId } = request;
  if (request.trigger === "person") await endRest(tx, request);
  const runId = randomUUID();
  await tx.insert(syncRuns).values({ ...request, ...(await waitOf(tx, request)), id: runId, retryOf: runId });
  const taken = rowsFromJson(
    keys.map((key) => ({ key })),
    { key: "text" },
  );
  await tx.execute(sql`
    insert into ${runScopes} (org_id, run_id, key) select ${orgId}::uuid, ${runId}::uuid, r.key from ${taken}`);
  await ringBell(tx, { orgId, bell: "run", subjectId: runId });
  return { runId };
}

type RetryRequest = Omit<RunRequest, "mode" | "trigger"> & {
  /** The run whose items it takes up. */
  retryOf: string;
  keys: string[];
  /** False: what was approved or was to be reversed of the keys is so no longer. */
  keepsWishes?: boolean;
  /** Lets the PSA's own request limit pass. */
  delayMs?: number;
};

/** Queues a run that looks only at `keys`, and of each that waits does what it was meant to come to: see `takeKeys`. */
export async function requestRetry(tx: Transaction, request: RetryRequest): Promise<{ runId: string }> {
  const { keys, keepsWishes = true, delayMs, ...run } = request;
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
  await takeKeys(tx, { ...run, runId: created.runId, keys, keepsWishes });
  await ringBell(tx, { orgId: run.orgId, bell: "run", subjectId: created.runId });
  return created;
}

type TakenKeys = Pick<RetryRequest, "orgId" | "programSyncId" | "kind" | "retryOf" | "keys"> & {
  runId: string;
  keepsWishes: boolean;
};

/**
 * Gives a retry its keys. What was to be reversed of one still is; of a line that failed on the way to what a person
 * approved, some may be written by now: the rest comes to the same (see `isAsApproved`).
 */
async function takeKeys(tx: Transaction, of: TakenKeys): Promise<void> {
  const taken = rowsFromJson(
    of.keys.map((key) => ({ key })),
    { key: "text" },
  );
  await tx.execute(sql`
    insert into ${runScopes} (org_id, run_id, key, approved_plan, reversal)
    select ${of.orgId}::uuid, ${of.runId}::uuid, r.key, case when not wished.plans_anew and p.outstanding is distinct from 'held'
      then substring(s.approved_plan from position('.' in s.approved_plan)) end, s.reversal
    from ${taken}
    left join ${positions} p on p.org_id = ${of.orgId} and p.program_sync_id = ${of.programSyncId} and p.kind = ${of.kind}
      and p.key = r.key and p.outstanding is not null
    left join ${syncRuns} wished on ${of.keepsWishes} and wished.org_id = ${of.orgId} and wished.id = coalesce(p.run_id, ${of.retryOf}::uuid)
    left join ${runScopes} s on s.org_id = wished.org_id and s.run_id = wished.id and s.key = r.key`);
}
