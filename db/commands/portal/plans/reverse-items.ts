import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { type Reversal, runScopes, syncItems, syncRuns, type TimelineStep } from "@/db/schema";
import { ringBell } from "../../ring-bell";
import { type FoundRun, findRun } from "../find-run-item";

export type ReverseResult =
  /** A preview of the reversal is queued; `left`: applied lines that are not in it. */
  | { kind: "queued"; runId: string; count: number; left: number }
  /** No such live run, nothing of it was applied, or no line of it stands as this sync alone made it. */
  | { kind: "nothing" };

type Asked = { orgId: string; runId: string; lines: { itemId: string } | "all"; requestedBy: string };

/**
 * Queues a preview of what would take back what a run did to one line or to all of its lines. Nothing is written before
 * a person has approved that preview. Not taken back is what a later sync has changed, what another sync had begun to change,
 * and what is billed on another agreement by now. A charge stands for itself: those of other months do not matter.
 */
export async function reverseItems(tx: Transaction, asked: Asked): Promise<ReverseResult> {
  const run = await findRun(tx, asked);
  if (run?.mode !== "live" || run.kind !== "customers") return { kind: "nothing" };
  const applied = await listApplied(tx, run, asked.lines);
  const reversals = applied.flatMap((item) => {
    const reversal = reversalOf(item);
    return reversal ? [{ key: item.key, reversal }] : [];
  });
  if (reversals.length === 0) return { kind: "nothing" };
  const { orgId, programSyncId, connectionId, kind } = run;
  const of = { orgId, programSyncId, connectionId, kind, requestedBy: asked.requestedBy };
  const [preview] = await tx
    .insert(syncRuns)
    .values({ ...of, mode: "preview", trigger: "person", retryOf: run.runId })
    .returning({ runId: syncRuns.id });
  if (!preview) throw new Error("The preview was not queued.");
  await insertRows(
    tx,
    runScopes,
    reversals.map((one) => ({ orgId, runId: preview.runId, ...one })),
  );
  await ringBell(tx, { orgId, bell: "run", subjectId: preview.runId });
  const count = reversals.length;
  return { kind: "queued", runId: preview.runId, count, left: applied.length - count };
}

async function listApplied(tx: Transaction, run: FoundRun, lines: Asked["lines"]) {
  // Drizzle names no table in a select of one, and within the inner query a bare name would be its own.
  const written = sql`exists (
    select from intents w where w.org_id = l.org_id and w.run_id = l.run_id and w.item_id = l.id and w.state = 'confirmed'
  )`;
  const another = sql`select from sync_items l join sync_runs r on r.org_id = l.org_id and r.id = l.run_id and r.mode = 'live'
      and r.program_sync_id = ${run.programSyncId}
    left join run_scopes s on s.org_id = l.org_id and s.run_id = l.run_id and s.key = l.key
    where l.org_id = ${run.orgId} and l.key = sync_items.key and l.run_id <> ${run.runId}`;
  /** A later sync has written something else, or may have; a reversal that failed is no reason not to try again. */
  const isNewest = sql<boolean>`not exists (${another}
      and l.created_at > sync_items.created_at
      and (l.outcome in ('applied', 'unknown') or (s.reversal is null and l.outcome = 'failed') or ${written})
  )`;
  /** It finished what an earlier sync had begun to write, so that it does not say what stood before either. */
  const isRest = sql<boolean>`exists (${another}
      and l.created_at < sync_items.created_at and l.outcome in ('failed', 'unknown') and ${written}
      and not exists (
        select from sync_items m join sync_runs q on q.org_id = m.org_id and q.id = m.run_id and q.mode = 'live'
          and q.program_sync_id = ${run.programSyncId}
        where m.org_id = l.org_id and m.key = l.key and m.outcome = 'applied' and m.created_at > l.created_at
          and m.created_at < sync_items.created_at
      )
  )`;
  const isElsewhere = sql<boolean>`exists (
    select from mappings m where m.org_id = ${run.orgId} and m.program_sync_id = ${run.programSyncId}
      and m.customer_id = sync_items.customer_id and sync_items.agreement_id is distinct from
        case when sync_items.key like '%:annual' then m.annual_agreement_id else m.psa_agreement_id end
  )`;
  const charge = (name: string) =>
    sql`${sql.raw(name)}.org_id = ${run.orgId} and ${sql.raw(name)}.operation = 'create_charge'`;
  const posted = sql`from intents c where ${charge("c")} and c.run_id = ${run.runId} and c.item_id = sync_items.id
    and c.state = 'confirmed'`;
  /** A later sync has posted more, or may have, under the reference of one of them. */
  const isChargedOn = sql<boolean>`exists (
    select from intents d where ${charge("d")} and d.connection_id = ${run.connectionId}
      and d.psa_agreement_id = sync_items.agreement_id and d.run_id <> ${run.runId} and d.created_at > sync_items.created_at
      and d.state in ('confirmed', 'sent', 'unknown')
      and regexp_replace(d.natural_key, '[.][0-9]+$', '') in (select regexp_replace(c.natural_key, '[.][0-9]+$', '') ${posted})
  )`;
  const isLicence = sql`sync_items.key like '%:licence'`;
  return tx
    .select({
      key: syncItems.key,
      before: syncItems.before,
      after: syncItems.after,
      charges: sql<string[]>`array(select c.natural_key ${posted} order by c.sequence)`,
      stands: sql<boolean>`not ${isElsewhere} and not ${isChargedOn} and (not ${isLicence} or (${isNewest} and not ${isRest}))`,
    })
    .from(syncItems)
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.runId),
        inArray(syncItems.subject, ["subscription", "invoice_line"]),
        eq(syncItems.outcome, "applied"),
        lines === "all" ? undefined : eq(syncItems.id, lines.itemId),
      ),
    )
    .orderBy(syncItems.key);
}

type Applied = Awaited<ReturnType<typeof listApplied>>[number];

/** null: it cannot be reversed. */
function reversalOf({ key, stands, before, after, charges }: Applied): Reversal | null {
  if (!stands) return null;
  const posted = charges.length > 0 ? { charges } : {};
  if (!key.endsWith(":licence")) return charges.length > 0 ? { before: [], after: [], ...posted } : null;
  return isTimeline(before) && isTimeline(after) ? { before, after, ...posted } : null;
}

function isTimeline(held: typeof syncItems.$inferSelect.before): held is TimelineStep[] {
  return Array.isArray(held);
}
