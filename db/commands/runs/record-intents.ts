import { and, eq, exists, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { agreementLines, type IntentState, intents, openIntentStates, syncRuns } from "@/db/schema";
import { type Ownership, owned } from "./claim-run";
import { type IssueRow, type ItemRow, insertItems, lockOwnedRun } from "./record-items";

export type IntentRow = Omit<
  typeof intents.$inferInsert,
  "orgId" | "runId" | "epoch" | "state" | "createdAt" | "sentAt" | "settledAt" | "answer"
> & { id: string };

/** Records a page of items that are about to be written, with what is going to be written, before any of it is. */
export async function planIntents(
  db: Database,
  ownership: Ownership,
  page: { items: ItemRow[]; issues: IssueRow[]; intents: IntentRow[] },
): Promise<void> {
  if (page.intents.length === 0 && page.items.length === 0) return;
  await inOrg(db, ownership.orgId, async (tx) => {
    const { itemMonth } = await lockOwnedRun(tx, ownership);
    const of = { orgId: ownership.orgId, runId: ownership.runId };
    await insertItems(tx, { ...of, itemMonth }, page);
    if (page.intents.length === 0) return;
    await tx.insert(intents).values(page.intents.map((row) => ({ ...of, ...row, epoch: ownership.epoch })));
  });
}

/**
 * The fence: marks a write as sent only where this epoch still owns the run, with a lease that outlives the
 * request's time limit. False: do not write.
 */
export async function markSent(
  db: Database,
  ownership: Ownership,
  intentId: string,
  requestLimitMs: number,
): Promise<boolean> {
  const rows = await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(intents)
      .set({ state: "sent", sentAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(intents.orgId, ownership.orgId),
          eq(intents.id, intentId),
          eq(intents.epoch, ownership.epoch),
          inArray(intents.state, ["planned", "unknown"]),
          exists(
            tx
              .select({ one: sql`1` })
              .from(syncRuns)
              .where(
                and(
                  owned(ownership),
                  sql`${syncRuns.leaseUntil} > clock_timestamp() + make_interval(secs => ${requestLimitMs / 1000})`,
                ),
              ),
          ),
        ),
      )
      .returning({ id: intents.id }),
  );
  return rows.length === 1;
}

export type Settlement = { intentId: string; state: IntentState; answer?: unknown };

/** Says how writes ended. A write whose end is known already keeps it, whatever a worker that lost its lease says. */
export async function settleIntents(db: Database, orgId: string, settlements: Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  await inOrg(db, orgId, async (tx) => {
    for (const { intentId, state, answer } of settlements) {
      await tx
        .update(intents)
        .set({ state, answer: answer ?? null, settledAt: sql`clock_timestamp()` })
        .where(
          and(eq(intents.orgId, orgId), eq(intents.id, intentId), inArray(intents.state, openIntentStates)),
        );
    }
  });
}

/** A write took effect: confirms it and remembers the PSA's line as ours, in one transaction. */
export async function confirmLine(
  db: Database,
  orgId: string,
  confirmed: {
    intentId: string;
    answer: unknown;
    connectionId: string;
    psaAgreementId: string;
    psaLineId: string;
    key: string;
  },
): Promise<void> {
  const { intentId, answer, ...line } = confirmed;
  await inOrg(db, orgId, async (tx) => {
    await tx
      .update(intents)
      .set({ state: "confirmed", answer, settledAt: sql`clock_timestamp()` })
      .where(and(eq(intents.orgId, orgId), eq(intents.id, intentId)));
    await tx
      .insert(agreementLines)
      .values({ orgId, ...line })
      .onConflictDoUpdate({
        target: [
          agreementLines.orgId,
          agreementLines.connectionId,
          agreementLines.psaAgreementId,
          agreementLines.psaLineId,
          agreementLines.key,
        ],
        set: { updatedAt: sql`now()` },
      });
  });
}
