import { and, eq, gt, lt, lte, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { intents, syncRuns } from "@/db/schema";

const lease = (ms: number) => sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

export type RunClaim = {
  orgId: string;
  runId: string;
  worker: string;
  leaseMs: number;
  /** Under which number the database holds the worker present; without one, only its lease tells whether it lives. */
  presence?: number | null;
};

export type ClaimedRun = {
  epoch: number;
  /** When its work began, over all its turns and waits, in milliseconds before now by the database's clock. */
  ageMs: number;
  /** How often in a row a worker has left it without a word and without having got any further. */
  takeovers: number;
};

/**
 * Makes this worker the one that works on the run: a queued run whose time has come, or a running one whose
 * lease has lapsed. Null when the run is taken or over, when another one comes before it, or when its connection is
 * busy with another run (one active run per connection).
 */
export async function claimRun(db: Database, claim: RunClaim): Promise<ClaimedRun | null> {
  try {
    return await inOrg(db, claim.orgId, (tx) => takeRun(tx, claim));
  } catch (error) {
    if (isConnectionBusy(error)) return null;
    throw error;
  }
}

/** The same within a transaction of the run's organisation; throws where the connection is busy. */
export async function takeRun(tx: Transaction, claim: RunClaim): Promise<ClaimedRun | null> {
  const [claimed] = await tx
    .update(syncRuns)
    .set({
      status: "running",
      epoch: sql`${syncRuns.epoch} + 1`,
      worker: claim.worker,
      presence: claim.presence ?? null,
      leaseUntil: lease(claim.leaseMs),
      claimedAt: sql`clock_timestamp()`,
      startedAt: sql`coalesce(${syncRuns.startedAt}, clock_timestamp())`,
      resumesAt: null,
      waitReason: null,
      takeovers: sql`case when not ${wasLeft} then ${syncRuns.takeovers}
        when ${reached} > ${syncRuns.takenOverAt} then 1 else ${syncRuns.takeovers} + 1 end`,
      takenOverAt: sql`case when ${wasLeft} then ${reached} else ${syncRuns.takenOverAt} end`,
    })
    .where(
      and(
        eq(syncRuns.orgId, claim.orgId),
        eq(syncRuns.id, claim.runId),
        or(
          and(
            eq(syncRuns.status, "queued"),
            lte(sql`coalesce(${syncRuns.resumesAt}, '-infinity')`, sql`clock_timestamp()`),
            notExists(runsBefore(tx)),
          ),
          and(eq(syncRuns.status, "running"), lt(syncRuns.leaseUntil, sql`clock_timestamp()`)),
        ),
      ),
    )
    .returning({
      epoch: syncRuns.epoch,
      ageMs: sql<number>`(extract(epoch from clock_timestamp() - ${syncRuns.startedAt}) * 1000)::float8`,
      takeovers: syncRuns.takeovers,
    });
  return claimed ?? null;
}

/** Its worker died, hung, or threw: one that gave it up in order is not named any more. */
const wasLeft = sql`(${syncRuns.status} = 'running' and ${syncRuns.worker} is not null)`;

const reached = sql`(${syncRuns.progressDone} + (
  select count(*)::int from ${intents}
  where ${intents.orgId} = ${syncRuns.orgId} and ${intents.runId} = ${syncRuns.id} and ${intents.state} = 'confirmed'
))`;

/**
 * Runs that come before this one even while they wait themselves: lines need their products' items, and a live run that has
 * begun could not say what it did if a later one of its kind had overtaken it.
 */
function runsBefore(tx: Transaction) {
  const before = alias(syncRuns, "before");
  return tx
    .select({ one: sql`1` })
    .from(before)
    .where(
      and(
        eq(before.orgId, syncRuns.orgId),
        eq(before.programSyncId, syncRuns.programSyncId),
        eq(before.status, "queued"),
        or(
          and(
            eq(syncRuns.kind, "customers"),
            eq(before.kind, "products"),
            lte(before.queuedAt, syncRuns.queuedAt),
          ),
          and(
            eq(syncRuns.mode, "live"),
            eq(before.mode, "live"),
            eq(before.kind, syncRuns.kind),
            gt(before.epoch, 0),
            lt(before.queuedAt, syncRuns.queuedAt),
          ),
        ),
      ),
    );
}

/** A claim that met another run of the same connection. */
export function isConnectionBusy(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (
    cause instanceof Error &&
    "constraint" in cause &&
    (cause as { constraint?: unknown }).constraint === "sync_runs_one_active"
  );
}

export type Ownership = { orgId: string; runId: string; epoch: number };

/** True for the rows of a run that this epoch still owns. */
export function owned(ownership: Ownership) {
  return and(
    eq(syncRuns.orgId, ownership.orgId),
    eq(syncRuns.id, ownership.runId),
    eq(syncRuns.epoch, ownership.epoch),
    eq(syncRuns.status, "running"),
    gt(syncRuns.leaseUntil, sql`clock_timestamp()`),
  );
}

/** Extends the lease. False: another worker owns the run, or it is over; stop at once. */
export async function renewLease(db: Database, ownership: Ownership, leaseMs: number): Promise<boolean> {
  const rows = await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ leaseUntil: lease(leaseMs) })
      .where(owned(ownership))
      .returning({ id: syncRuns.id }),
  );
  return rows.length === 1;
}

/** Gives the run up unfinished, so that the next worker may take it at once. */
export async function releaseRun(db: Database, ownership: Ownership): Promise<void> {
  await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 millisecond'`, worker: null })
      .where(owned(ownership)),
  );
}

/**
 * Puts the run back to wait, saying until when and why; `counts`: as one of its attempts. False: it is not ours any
 * more.
 */
export async function postponeRun(
  db: Database,
  ownership: Ownership,
  wait: { waitMs: number; reason: string; counts: boolean },
): Promise<boolean> {
  const rows = await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({
        status: "queued",
        ...(wait.counts && { attempts: sql`${syncRuns.attempts} + 1` }),
        leaseUntil: null,
        worker: null,
        resumesAt: lease(wait.waitMs),
        waitReason: wait.reason,
      })
      .where(owned(ownership))
      .returning({ id: syncRuns.id }),
  );
  return rows.length === 1;
}

/**
 * Shows how far the run is. One that goes on after a turn, a wait or a takeover does not begin anew: what its pages have
 * recorded stays done.
 */
export async function reportProgress(
  db: Database,
  ownership: Ownership,
  progress: { done: number; total: number | null },
): Promise<void> {
  await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({
        progressDone: sql`greatest(${syncRuns.progressDone}, ${progress.done})`,
        progressTotal: progress.total,
      })
      .where(owned(ownership)),
  );
}
