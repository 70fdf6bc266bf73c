import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { issues, syncItems } from "@/db/schema";
import { groupBy } from "@/lib/group-by";
import { type ItemStanding, readStandings, type StandingOf } from "./item-standing";
import { type IssueDecision, readDecisions } from "./read-decisions";
import { cutPage, pageSize, type RowPage, type RowPlace } from "./row-page";
import { matchingItems, type OfRun, ofRun, type RunItemFilter } from "./run-item-filter";

type ItemColumns = Awaited<ReturnType<typeof readItems>>[number];
export type RunIssueRow = Awaited<ReturnType<typeof readIssues>>[number] & {
  /** null: nobody has decided of it. */
  decision: IssueDecision | null;
};
export type RunItemRow = ItemColumns & { issues: RunIssueRow[]; standing: ItemStanding };

const itemColumns = {
  id: syncItems.id,
  key: syncItems.key,
  subject: syncItems.subject,
  productId: syncItems.productId,
  subscriptionId: syncItems.subscriptionId,
  customerId: syncItems.customerId,
  customerName: syncItems.customerName,
  title: syncItems.title,
  agreementId: syncItems.agreementId,
  agreementName: syncItems.agreementName,
  outcome: syncItems.outcome,
  reason: syncItems.reason,
  before: syncItems.before,
  after: syncItems.after,
  costAmount: syncItems.costAmount,
  priceAmount: syncItems.priceAmount,
  currency: syncItems.currency,
  lineCount: syncItems.lineCount,
  priceDifference: syncItems.priceDifference,
  costDifference: syncItems.costDifference,
  issueCount: syncItems.issueCount,
};

export type ItemsAsked = {
  of: OfRun & StandingOf;
  filter: RunItemFilter;
  /** `around`: the page that holds this item, with what stands before and after it. */
  place: RowPlace & { around?: string };
  size?: number;
};

/**
 * A run's items by customer, then by product, with their issues and where their keys stand by now. Items without a
 * customer come last. A cursor that is not of this run gives an empty page.
 */
export async function listRunItems(db: Database, asked: ItemsAsked): Promise<RowPage<RunItemRow>> {
  const { of, filter, place } = asked;
  const size = asked.size ?? pageSize;
  return inOrg(db, of.orgId, async (tx) => {
    const page = place.around
      ? await pageAround(tx, of, filter, place.around, size)
      : cutPage(await readItems(tx, of, filter, place, size + 1), place, size);
    return { ...page, rows: await withIssues(tx, of, page.rows) };
  });
}

/** These items of a run, in no order; those that it does not have are left out. */
export async function readRunItems(
  tx: Transaction,
  of: OfRun & StandingOf,
  itemIds: string[],
): Promise<RunItemRow[]> {
  const rows = await tx
    .select(itemColumns)
    .from(syncItems)
    .where(and(...ofRun(of), inArray(syncItems.id, itemIds)));
  return withIssues(tx, of, rows);
}

async function withIssues(
  tx: Transaction,
  of: OfRun & StandingOf,
  items: ItemColumns[],
): Promise<RunItemRow[]> {
  const found = await readIssues(tx, of, idsOf(items.filter((item) => item.issueCount !== 0)));
  const held = found.filter((issue) => issue.severity === "held").map((issue) => issue.factsHash);
  const decided = await readDecisions(tx, of, held);
  const issuesOf = groupBy(
    found.map((issue) => ({ ...issue, decision: decided.get(issue.factsHash) ?? null })),
    (issue) => issue.itemId,
  );
  const standings = await readStandings(
    tx,
    of,
    items.map((item) => ({
      key: item.key,
      customerId: item.customerId,
      settled: wasSettled(item) && !issuesOf.has(item.id),
    })),
  );
  return items.map((item) => ({
    ...item,
    issues: issuesOf.get(item.id) ?? [],
    standing: standings(item),
  }));
}

/** Issues of the run itself, which belong to no item. */
export async function listRunLevelIssues(db: Database, of: OfRun): Promise<RunIssueRow[]> {
  const found = await inOrg(db, of.orgId, (tx) => readIssues(tx, of, null));
  return found.map((issue) => ({ ...issue, decision: null }));
}

/** True when the run has this item. */
export async function hasRunItem(db: Database, of: OfRun, itemId: string): Promise<boolean> {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ id: syncItems.id })
      .from(syncItems)
      .where(and(...ofRun(of), eq(syncItems.id, itemId))),
  );
  return rows.length === 1;
}

async function pageAround(
  tx: Transaction,
  of: OfRun,
  filter: RunItemFilter,
  itemId: string,
  size: number,
): Promise<RowPage<ItemColumns>> {
  const before = Math.floor(size / 5);
  const earlier = cutPage(
    await readItems(tx, of, filter, { before: itemId }, before + 1),
    { before: itemId },
    before,
  );
  const here = await readItems(tx, of, filter, { from: itemId }, size - earlier.rows.length + 1);
  const later = cutPage(here, {}, size - earlier.rows.length);
  return { rows: [...earlier.rows, ...later.rows], previous: earlier.previous, next: later.next };
}

/** Whatever came since says nothing of it: see `itemState`. */
const wasSettled = ({ outcome }: ItemColumns) => !["failed", "held", "unknown"].includes(outcome);

const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id);

type ItemPlace = RowPlace & { from?: string };

/** Reads on from a row of the run, or from the list's start; nothing when that row is not of this run. */
async function readItems(tx: Transaction, of: OfRun, filter: RunItemFilter, place: ItemPlace, limit: number) {
  const cursor = place.before ?? place.after ?? place.from;
  const at = cursor ? await findPlace(tx, of, cursor) : null;
  if (cursor && at === null) return [];
  const direction = sql.raw(place.before ? "desc" : "asc");
  return tx
    .select(itemColumns)
    .from(syncItems)
    .where(and(...ofRun(of), ...matchingItems(of, filter), beyond(place, at, cursor)))
    .orderBy(sql`${syncItems.place} ${direction}`, sql`${syncItems.id} ${direction}`)
    .limit(limit);
}

/** Where an item stands in its run's list. An index can follow a value, but not another row. */
async function findPlace(tx: Transaction, of: OfRun, itemId: string): Promise<string | null> {
  const [row] = await tx
    .select({ place: syncItems.place })
    .from(syncItems)
    .where(and(...ofRun(of), eq(syncItems.id, itemId)));
  return row?.place ?? null;
}

function beyond(place: ItemPlace, at: string | null, cursor: string | undefined): SQL | undefined {
  if (at === null) return undefined;
  const than = sql.raw(place.before ? "<" : place.after ? ">" : ">=");
  return sql`(${syncItems.place}, ${syncItems.id}) ${than} (${at}, ${cursor}::uuid)`;
}

async function readIssues(tx: Transaction, of: OfRun, itemIds: string[] | null) {
  if (itemIds?.length === 0) return [];
  return tx
    .select({
      id: issues.id,
      itemId: issues.itemId,
      code: issues.code,
      severity: issues.severity,
      facts: issues.facts,
      factsHash: issues.factsHash,
      acknowledged: issues.acknowledged,
      rawAnswer: issues.rawAnswer,
      reference: issues.reference,
    })
    .from(issues)
    .where(
      and(
        eq(issues.orgId, of.orgId),
        eq(issues.itemMonth, of.itemMonth),
        eq(issues.runId, of.runId),
        itemIds === null ? sql`${issues.itemId} is null` : inArray(issues.itemId, itemIds),
      ),
    )
    .orderBy(
      sql`array_position(array['error', 'held', 'warning'], ${issues.severity})`,
      issues.code,
      issues.id,
    );
}
