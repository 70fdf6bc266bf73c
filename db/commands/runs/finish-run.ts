import { and, eq, isNotNull, isNull, like, ne, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  issues,
  type MailPurpose,
  mails,
  positions,
  type RunCounts,
  type RunStatus,
  runTieOuts,
  syncRuns,
  syncStatus,
} from "@/db/schema";
import { ringBell } from "../ring-bell";
import type { Ownership } from "./claim-run";
import { type IssueRow, lockOwnedRun } from "./record-items";

export type RunEnd = {
  run: Pick<typeof syncRuns.$inferSelect, "programSyncId" | "connectionId" | "kind" | "mode">;
  /** The run looked at everything, not only at the keys of a retry, and came to its end. */
  complete: boolean;
  status: RunStatus;
  counts: RunCounts;
  tieOuts: Omit<typeof runTieOuts.$inferInsert, "orgId" | "runId">[];
  /** Issues of the run itself. */
  issues: Omit<IssueRow, "itemId">[];
  period: { start: string; end: string } | null;
  notMapped: number | null;
  recipients: string[];
};

export type Outstanding = { failed: number; held: number; unknown: number; warnings: number };
export type StatusRow = typeof syncStatus.$inferSelect;

/** What the mail policy decides from the state before and after. */
export type MailDecision = {
  mails: { purpose: MailPurpose; facts: Record<string, unknown> }[];
  failingSince: Date | null;
  failingCauses: string | null;
  failureMailedAt: Date | null;
  reviewedCauses: string | null;
};

/**
 * Ends a run in one transaction: its status, counts and tie-outs, the latest of its program sync, and the mails that
 * are due. Throws RunNotOurs when another worker owns the run. A preview leaves no trace but its own record.
 */
export async function finishRun(
  db: Database,
  ownership: Ownership,
  end: RunEnd,
  decideMails: (before: StatusRow | null, outstanding: Outstanding, now: Date) => Promise<MailDecision>,
): Promise<void> {
  await inOrg(db, ownership.orgId, async (tx) => {
    const { itemMonth } = await lockOwnedRun(tx, ownership);
    const now = await databaseTime(tx);
    await recordEnd(tx, ownership, end, itemMonth, now);
    if (end.run.mode === "live") await updateStatus(tx, ownership, end, now, decideMails);
    await ringNextRun(tx, ownership.orgId, end.run.connectionId);
  });
}

async function databaseTime(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute<{ now: string }>(
    sql`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  );
  return new Date(rows[0]?.now ?? Number.NaN);
}

async function recordEnd(
  tx: Transaction,
  { orgId, runId }: Ownership,
  end: RunEnd,
  itemMonth: string,
  now: Date,
): Promise<void> {
  const ofRun = and(eq(issues.orgId, orgId), eq(issues.runId, runId), isNull(issues.itemId));
  await tx.delete(issues).where(ofRun);
  if (end.issues.length > 0) {
    await tx
      .insert(issues)
      .values(end.issues.map((row) => ({ ...row, orgId, runId, itemMonth, itemId: null })));
  }
  await tx.delete(runTieOuts).where(and(eq(runTieOuts.orgId, orgId), eq(runTieOuts.runId, runId)));
  if (end.tieOuts.length > 0) {
    await tx.insert(runTieOuts).values(end.tieOuts.map((row) => ({ ...row, orgId, runId })));
  }
  await tx
    .update(syncRuns)
    .set({
      status: end.status,
      finishedAt: now,
      leaseUntil: null,
      worker: null,
      counts: end.counts,
      periodStart: end.period?.start ?? null,
      periodEnd: end.period?.end ?? null,
    })
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId)));
}

async function updateStatus(
  tx: Transaction,
  ownership: Ownership,
  end: RunEnd,
  now: Date,
  decideMails: (before: StatusRow | null, outstanding: Outstanding, now: Date) => Promise<MailDecision>,
): Promise<void> {
  const { orgId, runId } = ownership;
  const of = { orgId, programSyncId: end.run.programSyncId, kind: end.run.kind };
  await tx.insert(syncStatus).values(of).onConflictDoNothing();
  const here = and(
    eq(syncStatus.orgId, orgId),
    eq(syncStatus.programSyncId, of.programSyncId),
    eq(syncStatus.kind, of.kind),
  );
  const [before] = await tx.select().from(syncStatus).where(here).for("update");
  if (end.complete) await clearGone(tx, of, runId);
  const outstanding = await countByOutcome(tx, of);
  const decided = await decideMails(before ?? null, outstanding, now);
  const nothingOpen = Object.values(outstanding).every((total) => total === 0);
  const correct = nothingOpen && (end.status === "success" || end.status === "no_change");
  const [run] = await tx
    .select({ startedAt: syncRuns.startedAt })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId)));
  const { mails: due, ...mailState } = decided;
  await tx
    .update(syncStatus)
    .set({
      lastRunId: runId,
      lastRunStatus: end.status,
      lastStartedAt: run?.startedAt ?? null,
      lastFinishedAt: now,
      counts: end.counts,
      ...(correct && { lastSuccessfulAt: now }),
      ...outstanding,
      ...(end.notMapped !== null && { notMapped: end.notMapped }),
      ...mailState,
      updatedAt: now,
    })
    .where(here);
  for (const mail of due) await dueMail(tx, orgId, runId, end.recipients, mail);
}

/** Customers that are mapped by now, and lines that no invoice in force has any more, are outstanding no longer. */
async function clearGone(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; kind: "customers" | "products" },
  runId: string,
): Promise<void> {
  await tx
    .update(positions)
    .set({ outstanding: null, unacknowledged: false })
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        or(like(positions.key, "customer:%"), like(positions.key, "line:%")),
        or(isNull(positions.runId), ne(positions.runId, runId)),
        or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
      ),
    );
}

async function countByOutcome(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; kind: "customers" | "products" },
): Promise<Outstanding> {
  const [row] = await tx
    .select({
      failed: sql<number>`count(*) filter (where ${positions.outstanding} = 'failed')::int`,
      held: sql<number>`count(*) filter (where ${positions.outstanding} = 'held')::int`,
      unknown: sql<number>`count(*) filter (where ${positions.outstanding} = 'unknown')::int`,
      warnings: sql<number>`count(*) filter (where ${positions.unacknowledged})::int`,
    })
    .from(positions)
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
      ),
    );
  return row ?? { failed: 0, held: 0, unknown: 0, warnings: 0 };
}

async function dueMail(
  tx: Transaction,
  orgId: string,
  runId: string,
  recipients: string[],
  mail: MailDecision["mails"][number],
): Promise<void> {
  if (recipients.length === 0) return;
  const [created] = await tx
    .insert(mails)
    .values({ orgId, causeId: runId, recipients, ...mail })
    .onConflictDoNothing()
    .returning({ mailId: mails.id });
  if (created) await ringBell(tx, { orgId, bell: "mail", subjectId: created.mailId });
}

/** The connection is free: whoever waited longest for it is next. */
async function ringNextRun(tx: Transaction, orgId: string, connectionId: string): Promise<void> {
  const [next] = await tx
    .select({ runId: syncRuns.id })
    .from(syncRuns)
    .where(
      and(
        eq(syncRuns.orgId, orgId),
        eq(syncRuns.connectionId, connectionId),
        eq(syncRuns.status, "queued"),
        sql`coalesce(${syncRuns.resumesAt}, ${syncRuns.queuedAt}) <= clock_timestamp()`,
      ),
    )
    .orderBy(syncRuns.queuedAt, syncRuns.id)
    .limit(1);
  if (next) await ringBell(tx, { orgId, bell: "run", subjectId: next.runId });
}
