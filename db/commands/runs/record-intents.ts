import { and, eq, exists, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { rowsFromJson } from "@/db/rows-from-json";
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
    await insertRows(
      tx,
      intents,
      page.intents.map((row) => ({ ...of, ...row, epoch: ownership.epoch })),
    );
  });
}

/**
 * The fence: marks writes as sent only where this epoch still owns the run, with a lease that outlives the request's time
 * limit. Gives those that may be made; any other must not be. Whoever lets the lease lapse before its time waits for the
 * run's row, so that it sees what has passed.
 */
export async function markSent(
  db: Database,
  ownership: Ownership,
  intentIds: readonly string[],
  requestLimitMs: number,
): Promise<Set<string>> {
  const rows = await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(intents)
      .set({ state: "sent", sentAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(intents.orgId, ownership.orgId),
          inArray(intents.id, [...intentIds]),
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
              )
              .for("key share"),
          ),
        ),
      )
      .returning({ id: intents.id }),
  );
  return new Set(rows.map((row) => row.id));
}

/** A line, charge or contract service of the PSA that is ours under a key. */
export type OwnLine = Pick<
  typeof agreementLines.$inferInsert,
  "connectionId" | "psaAgreementId" | "psaLineId" | "key"
>;

/**
 * `lines`: what a confirmed write has made ours; what the PSA is seen to hold counts whatever was said of the write before.
 * `onlyOpen`: it counts only where nothing was said yet, because what is seen there may be another write's work.
 */
export type Settlement = {
  intentId: string;
  state: IntentState;
  answer?: unknown;
  lines?: OwnLine[];
  onlyOpen?: boolean;
};

/**
 * Says how writes ended, and remembers the PSA's lines as ours in the same transaction. A write whose end is known already
 * keeps it, whatever a worker that lost its lease says.
 */
export async function settleIntents(
  db: Database,
  orgId: string,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const ends = settlements.map(({ intentId, state, answer = null, lines, onlyOpen = false }) => ({
    id: intentId,
    state,
    answer,
    seen: lines !== undefined && !onlyOpen,
  }));
  const lines = new Map(
    settlements
      .flatMap((settlement) => settlement.lines ?? [])
      .map((line) => [JSON.stringify([line.psaAgreementId, line.psaLineId, line.key]), line]),
  );
  await inOrg(db, orgId, async (tx) => {
    const source = rowsFromJson(ends, { id: "uuid", state: "text", answer: "jsonb", seen: "boolean" });
    const end = sql`update ${intents} i set state = r.state, answer = r.answer, settled_at = clock_timestamp()
      from ${source} where i.org_id = ${orgId} and i.id = r.id and i.id = any(${sql.param(ends.map(({ id }) => id))}::uuid[])
        and (r.seen or i.state in ${openIntentStates})`;
    if (lines.size === 0) return await tx.execute(end);
    return await insertRows(
      tx,
      agreementLines,
      [...lines.values()].map((line) => ({ orgId, ...line })),
      sql`on conflict (org_id, connection_id, psa_agreement_id, psa_line_id, key) do update set updated_at = now()`,
      sql`with ended as (${end})`,
    );
  });
}
