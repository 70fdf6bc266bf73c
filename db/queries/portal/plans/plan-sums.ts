import { and, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { planApprovals, syncItems } from "@/db/schema";
import { type OfRun, ofRun } from "../run-item-filter";

export type PlanSum = Awaited<ReturnType<typeof sumPlan>>[number];

/**
 * What the lines of a preview come to that a sync would change, by currency and by whether they are billed each month;
 * of all, or by customer of these customers. Amounts are what the PSA would bill more, ex tax. Lines that wait for a
 * person's yes are counted apart until somebody has approved them.
 */
export async function sumPlan(tx: Transaction, of: OfRun, customerIds: string[] | "all") {
  if (customerIds.length === 0) return [];
  const monthly = sql<boolean>`${syncItems.key} like '%:licence' or ${syncItems.key} like 'ending:%'`;
  const isCounted = sql`not ${syncItems.planAsks} or ${planApprovals.key} is not null`;
  const customer = customerIds === "all" ? sql<string | null>`null::uuid` : syncItems.customerId;
  const sum = (column: SQL | typeof syncItems.priceChange) =>
    sql<string>`coalesce(trim_scale(sum(${column}) filter (where ${isCounted})), 0)::text`;
  return tx
    .select({
      customerId: sql<string | null>`${customer}`,
      currency: syncItems.currency,
      monthly,
      lines: sql<number>`(count(*) filter (where ${isCounted}))::int`,
      /** Those that wait for a yes. */
      asking: sql<number>`(count(*) filter (where not (${isCounted})))::int`,
      approved: sql<number>`count(${planApprovals.key})::int`,
      waiting: sql<number>`(count(${planApprovals.key}) filter (where ${planApprovals.appliedIn} is null))::int`,
      priceChange: sum(syncItems.priceChange),
      costChange: sum(syncItems.costChange),
      /** Lines whose price is not ours to write: what they come to is not known here. */
      unpriced: sql<number>`(count(*) filter (where ${syncItems.priceChange} is null and (${isCounted})))::int`,
    })
    .from(syncItems)
    .leftJoin(
      planApprovals,
      and(
        eq(planApprovals.orgId, syncItems.orgId),
        eq(planApprovals.runId, syncItems.runId),
        eq(planApprovals.key, syncItems.key),
      ),
    )
    .where(
      and(
        ...ofRun(of),
        isNotNull(syncItems.plan),
        customerIds === "all" ? undefined : inArray(syncItems.customerId, customerIds),
      ),
    )
    .groupBy(sql`1, 2, 3`)
    .orderBy(sql`1, 2, 3 desc`);
}
