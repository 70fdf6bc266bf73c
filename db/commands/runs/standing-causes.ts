import { and, eq, isNotNull, notInArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { customers, positions, type StandingCause, type SyncKind, syncItems, syncRuns } from "@/db/schema";
import { groupBy } from "@/lib/group-by";

/** What is outstanding in a program sync by cause, the most frequent first. */
export async function listStandingCauses(
  tx: Transaction,
  of: { orgId: string; programSyncId: string; kind: SyncKind },
): Promise<StandingCause[]> {
  const rows = await tx
    .select({
      outcome: positions.outstanding,
      runId: sql<string>`${positions.runId}`,
      code: positions.cause,
      keys: sql<number>`count(*)::int`,
      itemId: sql<string>`min(${positions.itemId}::text)`,
      customerName: sql<string | null>`min(${customers.name})`,
      customerIds: sql<string[]>`array_remove(array_agg(distinct ${positions.customerId}), null)`,
      currency: syncItems.currency,
      cost: sql<string | null>`sum(${syncItems.costAmount})::text`,
    })
    .from(positions)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, positions.orgId), eq(syncRuns.id, positions.runId)))
    .leftJoin(
      syncItems,
      and(
        eq(syncItems.orgId, positions.orgId),
        eq(syncItems.itemMonth, syncRuns.itemMonth),
        eq(syncItems.id, positions.itemId),
      ),
    )
    .leftJoin(customers, and(eq(customers.orgId, positions.orgId), eq(customers.id, positions.customerId)))
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        isNotNull(positions.waits),
        notInArray(positions.cause, ["", "customer_not_mapped"]),
      ),
    )
    .groupBy(positions.outstanding, positions.runId, positions.cause, syncItems.currency)
    .orderBy(positions.cause, syncItems.currency);
  const groups = groupBy(rows, ({ outcome, runId, code }) => `${outcome} ${runId} ${code}`);
  return [...groups.values()].flatMap(joinCurrencies).sort((one, other) => other.keys - one.keys);
}

type CauseRow = Omit<StandingCause, "customers" | "cost"> & {
  customerIds: string[];
  currency: string | null;
  cost: string | null;
};

/** One cause of the rows that differ in currency only. */
function joinCurrencies(rows: CauseRow[]): StandingCause[] {
  const [first] = rows;
  if (!first) return [];
  const { outcome, runId, code, itemId, customerName } = first;
  return [
    {
      ...{ outcome, runId, code, itemId, customerName },
      keys: rows.reduce((sum, { keys }) => sum + keys, 0),
      customers: new Set(rows.flatMap(({ customerIds }) => customerIds)).size,
      cost: rows.flatMap(({ currency, cost }) => (cost === null ? [] : [{ currency, cost }])),
    },
  ];
}
