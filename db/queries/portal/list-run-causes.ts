import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { decisions, issues, positions, type RunCause, syncItems } from "@/db/schema";
import type { StandingOf } from "./item-standing";
import type { OfRun } from "./run-item-filter";

/**
 * The issues of a run's items grouped by code and severity: errors, then what is held, then warnings, the most
 * frequent first. What is acknowledged is not counted. `open` are those whose key no later run has settled.
 */
export async function listRunCauses(tx: Transaction, of: OfRun & StandingOf): Promise<RunCause[]> {
  const severityRank = sql`array_position(array['error', 'held', 'warning'], ${issues.severity})`;
  return tx
    .select({
      code: issues.code,
      severity: issues.severity,
      count: sql<number>`count(*)::int`,
      open: sql<number>`(count(*) filter (where ${positions.key} is null
          or (${issues.severity} = 'warning' and ${positions.unacknowledged})
          or (${issues.severity} <> 'warning' and ${positions.outstanding} is not null)))::int`,
      /** Of the open ones, those that are decided at once: see `listOpenQuestions`. */
      decidable: sql<number>`(count(*) filter (where ${issues.severity} = 'held' and ${syncItems.customerId} is not null
          and ${positions.itemId} = ${syncItems.id} and ${positions.outstanding} is not null
          and ${decisions.factsHash} is null))::int`,
      customers: sql<number>`count(distinct ${syncItems.customerId})::int`,
      firstItemId: sql<string>`(array_agg(${syncItems.id} order by ${syncItems.customerName}, ${syncItems.title}, ${syncItems.id}))[1]`,
      firstCustomerId: sql<
        string | null
      >`(array_agg(${syncItems.customerId} order by ${syncItems.customerName}, ${syncItems.title}, ${syncItems.id}))[1]`,
      firstCustomer: sql<string | null>`min(${syncItems.customerName})`,
      titles: sql<number>`count(distinct ${syncItems.title})::int`,
      firstTitle: sql<string>`(array_agg(${syncItems.title} order by ${syncItems.customerName}, ${syncItems.title}, ${syncItems.id}))[1]`,
    })
    .from(issues)
    .innerJoin(syncItems, itemOfIssue)
    .leftJoin(
      positions,
      and(
        eq(positions.orgId, issues.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, of.kind),
        eq(positions.key, syncItems.key),
      ),
    )
    .leftJoin(
      decisions,
      and(
        eq(decisions.orgId, issues.orgId),
        eq(decisions.programSyncId, of.programSyncId),
        eq(decisions.factsHash, issues.factsHash),
      ),
    )
    .where(
      and(
        eq(issues.orgId, of.orgId),
        eq(issues.itemMonth, of.itemMonth),
        eq(issues.runId, of.runId),
        eq(issues.acknowledged, false),
        isNotNull(issues.itemId),
      ),
    )
    .groupBy(issues.code, issues.severity)
    .orderBy(severityRank, sql`count(*) desc`, issues.code);
}
