import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { refreshItemStatistics } from "@/db/commands/source/refresh-statistics";
import { insertRows } from "@/db/insert-rows";
import { issues, positions, syncItems, syncRuns } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { type Ownership, owned } from "./claim-run";

export type ItemRow = Omit<typeof syncItems.$inferInsert, "orgId" | "runId" | "itemMonth" | "createdAt"> & {
  id: string;
};
export type IssueRow = Omit<typeof issues.$inferInsert, "orgId" | "runId" | "itemMonth" | "createdAt" | "id">;
export type PositionRow = Omit<typeof positions.$inferInsert, "orgId" | "updatedAt" | "firstRunId">;

/** The run is not this worker's any more: nothing was written, and the worker must stop. */
export class RunNotOurs extends Error {
  constructor() {
    super("The run belongs to another worker or is over.");
    this.name = "RunNotOurs";
  }
}

/** Locks the run's row for this transaction, or throws RunNotOurs. Gives the month of its items. */
export async function lockOwnedRun(tx: Transaction, ownership: Ownership): Promise<{ itemMonth: string }> {
  const [run] = await tx
    .select({ itemMonth: syncRuns.itemMonth })
    .from(syncRuns)
    .where(owned(ownership))
    .for("update");
  if (!run) throw new RunNotOurs();
  return run;
}

const pageSize = 1_000;

/**
 * Writes a page of a run's items with their issues and positions in one transaction, and only while the run is
 * this worker's (else throws RunNotOurs). An item that the run already has, by its key, is replaced.
 */
export async function recordItems(
  db: Database,
  ownership: Ownership,
  page: { items: ItemRow[]; issues: IssueRow[]; positions: PositionRow[]; progressDone: number },
): Promise<void> {
  const month = await inOrg(db, ownership.orgId, async (tx) => {
    const { itemMonth } = await lockOwnedRun(tx, ownership);
    const of = { orgId: ownership.orgId, runId: ownership.runId, itemMonth };
    await insertItems(tx, of, page);
    await upsertPositions(tx, of.orgId, page.positions);
    await nameCauses(tx, of, page.positions);
    await tx
      .update(syncRuns)
      .set({ progressDone: sql`greatest(${syncRuns.progressDone}, ${page.progressDone})` })
      .where(and(eq(syncRuns.orgId, of.orgId), eq(syncRuns.id, of.runId)));
    return itemMonth;
  });
  await refreshItemStatistics(db, month);
}

type OfRun = { orgId: string; runId: string; itemMonth: string };

async function insertIssues(tx: Transaction, of: OfRun, rows: IssueRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += pageSize) {
    const page = rows.slice(start, start + pageSize);
    await insertRows(
      tx,
      issues,
      page.map((row) => ({ ...of, ...row })),
    );
  }
}

/** Stores items with their issues, each in the place of the one that the run already has for its key; that one's issues go. */
export async function insertItems(
  tx: Transaction,
  of: OfRun,
  { items, issues: found }: { items: ItemRow[]; issues: IssueRow[] },
): Promise<void> {
  const issuesOf = groupBy(found, (issue) => issue.itemId);
  for (let start = 0; start < items.length; start += pageSize) {
    const page = items.slice(start, start + pageSize);
    await insertRows(
      tx,
      syncItems,
      page.map((item) => ({ ...of, ...item, issueCount: issuesOf.get(item.id)?.length ?? 0 })),
      sql`on conflict (org_id, item_month, run_id, key) do update set ${takeOver}`,
    );
    await tx.delete(issues).where(
      and(
        eq(issues.orgId, of.orgId),
        eq(issues.itemMonth, of.itemMonth),
        eq(issues.runId, of.runId),
        inArray(
          issues.itemId,
          page.map((item) => item.id),
        ),
      ),
    );
  }
  await insertIssues(tx, of, found);
}

const replaced = [
  "outcome",
  "reason",
  "before",
  "after",
  "agreementId",
  "agreementName",
  "costAmount",
  "priceAmount",
  "lineCount",
  "priceDifference",
  "costDifference",
  "issueCount",
  "plan",
  "planAsks",
  "costChange",
  "priceChange",
] as const;

const takeOver = sql.raw(
  replaced.map((column) => `${syncItems[column].name} = excluded.${syncItems[column].name}`).join(", "),
);

async function upsertPositions(tx: Transaction, orgId: string, rows: PositionRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += pageSize) {
    await insertRows(
      tx,
      positions,
      rows.slice(start, start + pageSize).map((row) => ({ ...row, orgId, firstRunId: row.runId })),
      sql`on conflict (org_id, program_sync_id, kind, key) do update set
        customer_id = excluded.customer_id,
        confirmed_through = coalesce(excluded.confirmed_through, positions.confirmed_through),
        confirmed_before = case when positions.run_id = excluded.run_id
          then positions.confirmed_before else positions.confirmed_through end,
        confirmed = coalesce(excluded.confirmed, positions.confirmed),
        open = excluded.open,
        outstanding = excluded.outstanding,
        unacknowledged = excluded.unacknowledged,
        run_id = excluded.run_id,
        item_id = excluded.item_id,
        waiting_since = case when positions.waits is null then now() else positions.waiting_since end,
        updated_at = now()`,
    );
  }
}

/** Copies onto positions what a list of all that waits is ordered by, so that it is read from one index. */
async function nameCauses(tx: Transaction, of: OfRun, rows: PositionRow[]): Promise<void> {
  const itemIds = rows.flatMap(({ itemId, outstanding, unacknowledged }) =>
    itemId && (outstanding || unacknowledged) ? [itemId] : [],
  );
  if (itemIds.length === 0) return;
  await tx.execute(sql`
    update positions p set place = i.place, cause = coalesce((
      select s.code from issues s
      where s.org_id = i.org_id and s.item_month = i.item_month and s.run_id = i.run_id and s.item_id = i.id
      order by array_position(array['error', 'held', 'warning'], s.severity), s.acknowledged, s.code limit 1
    ), '')
    from sync_items i, sync_runs r
    where r.org_id = ${of.orgId} and r.id = ${of.runId}
      and i.org_id = r.org_id and i.item_month = ${of.itemMonth} and i.run_id = r.id and i.id = any(${sql.param(itemIds)}::uuid[])
      and p.org_id = r.org_id and p.program_sync_id = r.program_sync_id and p.kind = r.kind and p.key = i.key`);
}
