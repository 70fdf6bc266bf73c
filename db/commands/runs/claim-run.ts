import { and, eq, gt, lt, lte, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { syncRuns } from "@/db/schema";

const lease = (ms: number) => sql`clock_timestamp() + make_interval(secs => ${ms / 1000})`;

/**
 * Makes this worker the one that works on the run: a queued run whose time has come, or a running one whose
 * lease has lapsed. Returns the new epoch, or null when the run is taken or over, when a products run comes before
 * it, or when its connection is busy with another run (one active run per connection).
 */
export async function claimRun(
  db: Database,
  claim: { orgId: string; runId: string; worker: string; leaseMs: number },
): Promise<{ epoch: number } | null> {
  try {
    return await inOrg(db, claim.orgId, async (tx) => {
      const [claimed] = await tx
        .update(syncRuns)
        .set({
          status: "running",
          epoch: sql`${syncRuns.epoch} + 1`,
          worker: claim.worker,
          leaseUntil: lease(claim.leaseMs),
          startedAt: sql`coalesce(${syncRuns.startedAt}, clock_timestamp())`,
          resumesAt: null,
          waitReason: null,
        })
        .where(
          and(
            eq(syncRuns.orgId, claim.orgId),
            eq(syncRuns.id, claim.runId),
            or(
              and(
                eq(syncRuns.status, "queued"),
                lte(sql`coalesce(${syncRuns.resumesAt}, '-infinity')`, sql`clock_timestamp()`),
                or(eq(syncRuns.kind, "products"), notExists(productsBefore(tx))),
              ),
              and(eq(syncRuns.status, "running"), lt(syncRuns.leaseUntil, sql`clock_timestamp()`)),
            ),
          ),
        )
        .returning({ epoch: syncRuns.epoch });
      return claimed ?? null;
    });
  } catch (error) {
    if (isConnectionBusy(error)) return null;
    throw error;
  }
}

/** The products run that a customers run waits for, even while it waits itself: lines need their products' items. */
function productsBefore(tx: Transaction) {
  const products = alias(syncRuns, "products");
  return tx
    .select({ one: sql`1` })
    .from(products)
    .where(
      and(
        eq(products.orgId, syncRuns.orgId),
        eq(products.programSyncId, syncRuns.programSyncId),
        eq(products.kind, "products"),
        eq(products.status, "queued"),
        lte(products.queuedAt, syncRuns.queuedAt),
      ),
    );
}

function isConnectionBusy(error: unknown): boolean {
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
      .set({ leaseUntil: sql`clock_timestamp() - interval '1 millisecond'` })
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
        resumesAt: lease(wait.waitMs),
        waitReason: wait.reason,
      })
      .where(owned(ownership))
      .returning({ id: syncRuns.id }),
  );
  return rows.length === 1;
}

/** Shows how far the run is. */
export async function reportProgress(
  db: Database,
  ownership: Ownership,
  progress: { done: number; total: number | null },
): Promise<void> {
  await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ progressDone: progress.done, progressTotal: progress.total })
      .where(owned(ownership)),
  );
}
