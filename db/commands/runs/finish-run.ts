import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import {
  type InvoicedCost,
  issues,
  type MailPurpose,
  mails,
  programSyncs,
  type RunCounts,
  type RunStatus,
  runTieOuts,
  syncRuns,
  syncStatus,
} from "@/db/schema";
import { ringBell } from "../ring-bell";
import type { Ownership } from "./claim-run";
import { type IssueRow, lockOwnedRun } from "./record-items";
import { retryUnknown } from "./retry-unknown";
import { runMoney } from "./run-money";
import { settleMapped } from "./settle-mapped";
import { clearGone, countByOutcome, type Outstanding } from "./settle-positions";
import { listStandingCauses } from "./standing-causes";

export type RunEnd = {
  run: Pick<
    typeof syncRuns.$inferSelect,
    | "orgId"
    | "id"
    | "itemMonth"
    | "programSyncId"
    | "connectionId"
    | "kind"
    | "mode"
    | "plansAnew"
    | "startedAt"
  >;
  /** The run looked at everything, not only at the keys of a retry, and came to its end. */
  complete: boolean;
  /** It did not come to its end. */
  stopped: boolean;
  /** `outstanding`: over all runs, where this one looked at everything. */
  statusOf: (outstanding: Outstanding | null) => RunStatus;
  counts: RunCounts;
  tieOuts: Omit<typeof runTieOuts.$inferInsert, "orgId" | "runId">[];
  /** Issues of the run itself. */
  issues: Omit<IssueRow, "itemId">[];
  period: { start: string; end: string } | null;
  /** The customers without a mapping, and what they have on the invoices by currency; null: the run did not look. */
  notMapped: { customers: number; cost: InvoicedCost[] } | null;
  recipients: string[];
  /** When the PSA has certainly given up a request that got no answer. */
  retryUnknownAfterMs: number;
};

/** Where the program sync stood, and stands now. */
export type RunFacts = { before: StatusRow; outstanding: Outstanding; status: RunStatus; now: Date };
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
 * Ends a run in one transaction: its status, counts and tie-outs, the latest of its program sync, the mails that are
 * due, and the retry of what is unknown. Throws RunNotOurs when another worker owns the run. A preview leaves no trace
 * but its own record.
 */
export async function finishRun(
  db: Database,
  ownership: Ownership,
  end: RunEnd,
  decideMails: (facts: RunFacts) => MailDecision,
): Promise<void> {
  await inOrg(db, ownership.orgId, async (tx) => {
    await lockOwnedRun(tx, ownership);
    const now = await databaseTime(tx);
    if (end.run.mode === "live") {
      const { before, outstanding } = await readStatus(tx, end);
      const status = end.statusOf(end.complete ? outstanding : null);
      await recordEnd(tx, end, status, now);
      await updateStatus(tx, end, { before, outstanding, status, now }, decideMails);
      await retryUnknown(tx, end.run, end.retryUnknownAfterMs);
    } else {
      await recordEnd(tx, end, end.statusOf(null), now);
    }
    await ringNextRun(tx, end.run);
  });
}

async function databaseTime(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute<{ now: string }>(
    sql`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  );
  return new Date(rows[0]?.now ?? Number.NaN);
}

async function recordEnd(tx: Transaction, end: RunEnd, status: RunStatus, now: Date): Promise<void> {
  const { orgId, id: runId, itemMonth } = end.run;
  const ofRun = and(
    eq(issues.orgId, orgId),
    eq(issues.itemMonth, itemMonth),
    eq(issues.runId, runId),
    isNull(issues.itemId),
  );
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
      status,
      finishedAt: now,
      leaseUntil: null,
      worker: null,
      counts: end.counts,
      money: runMoney({ orgId, runId }),
      periodStart: end.period?.start ?? null,
      periodEnd: end.period?.end ?? null,
    })
    .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, runId)));
}

function ofStatus({ orgId, programSyncId, kind }: RunEnd["run"]) {
  return and(
    eq(syncStatus.orgId, orgId),
    eq(syncStatus.programSyncId, programSyncId),
    eq(syncStatus.kind, kind),
  );
}

/** Locks where the program sync stands, and counts what is outstanding in it now. */
async function readStatus(tx: Transaction, { run, complete, stopped }: RunEnd) {
  const { orgId, programSyncId, kind } = run;
  await tx.insert(syncStatus).values({ orgId, programSyncId, kind }).onConflictDoNothing();
  const [before] = await tx.select().from(syncStatus).where(ofStatus(run)).for("update");
  if (!before) throw new Error("The status of the program sync was not stored.");
  if (complete) await clearGone(tx, run, run.id);
  if (!stopped && run.kind === "customers") await settleMapped(tx, { ...run, whole: complete });
  return { before, outstanding: await countByOutcome(tx, run) };
}

async function updateStatus(
  tx: Transaction,
  end: RunEnd,
  facts: RunFacts,
  decideMails: (facts: RunFacts) => MailDecision,
): Promise<void> {
  const { outstanding, status, now } = facts;
  const { mails: due, ...mailState } = decideMails(facts);
  const nothingOpen = Object.values(outstanding).every((total) => total === 0);
  const isGood = status === "success" || status === "no_change";
  const correct = nothingOpen && isGood && mailState.failingSince === null;
  await tx
    .update(syncStatus)
    .set({
      lastRunId: end.run.id,
      lastRunStatus: status,
      lastStartedAt: end.run.startedAt,
      lastFinishedAt: now,
      counts: end.counts,
      ...(correct && { lastSuccessfulAt: now }),
      ...outstanding,
      causes: await listStandingCauses(tx, end.run),
      standing: sql`${syncStatus.standing} + 1`,
      ...(end.notMapped && { notMapped: end.notMapped.customers, notMappedCost: end.notMapped.cost }),
      ...mailState,
      updatedAt: now,
    })
    .where(ofStatus(end.run));
  for (const mail of due) await dueMail(tx, end, mail);
}

async function dueMail(tx: Transaction, end: RunEnd, mail: MailDecision["mails"][number]): Promise<void> {
  const { run } = end;
  const recipients = mail.purpose === "review" ? await listReviewers(tx, end) : end.recipients;
  if (recipients.length === 0) return;
  const { orgId, id: causeId } = run;
  const [created] = await tx
    .insert(mails)
    .values({ orgId, causeId, recipients, ...mail })
    .onConflictDoNothing()
    .returning({ mailId: mails.id });
  if (created) await ringBell(tx, { orgId, bell: "mail", subjectId: created.mailId });
}

/** The connection is free: whoever waited longest for it is next. */
async function ringNextRun(tx: Transaction, { orgId, connectionId }: RunEnd["run"]): Promise<void> {
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
    .orderBy(syncRuns.queuedAt, desc(syncRuns.kind), syncRuns.id)
    .limit(1);
  if (next) await ringBell(tx, { orgId, bell: "run", subjectId: next.runId });
}

/** Who is told of what waits for review: everybody who is told of failures, save those who asked not to be. */
async function listReviewers(tx: Transaction, { run, recipients }: RunEnd): Promise<string[]> {
  const [found] = await tx
    .select({ stops: programSyncs.reviewStops })
    .from(programSyncs)
    .where(and(eq(programSyncs.orgId, run.orgId), eq(programSyncs.id, run.programSyncId)));
  return recipients.filter((address) => !found?.stops.includes(address.toLowerCase()));
}
