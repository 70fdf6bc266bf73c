import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { itemOfIssue } from "@/db/queries/item-of-issue";
import { issues, type Severity, syncItems } from "@/db/schema";

/**
 * The issues of the run's items of these severities, grouped by code, most frequent first, each with its first item.
 * `marks` tell each of them from any other, by code, key and facts.
 */
export async function listCauses(
  db: Database,
  run: { orgId: string; runId: string; itemMonth: string },
  severities: Severity[],
) {
  return inOrg(db, run.orgId, async (tx) => {
    const groups = await tx
      .select({
        code: issues.code,
        count: sql<number>`count(*)::int`,
        firstIssueId: sql<string>`(array_agg(${issues.id} order by ${syncItems.customerName}, ${syncItems.title}, ${issues.id}))[1]`,
        marks: sql<string[]>`array_agg(distinct left(${issues.factsHash}, 12))`,
      })
      .from(issues)
      .leftJoin(syncItems, itemOfIssue)
      .where(
        and(
          eq(issues.orgId, run.orgId),
          eq(issues.itemMonth, run.itemMonth),
          eq(issues.runId, run.runId),
          isNotNull(issues.itemId),
          eq(issues.acknowledged, false),
          inArray(issues.severity, severities),
        ),
      )
      .groupBy(issues.code)
      .orderBy(sql`count(*) desc`, asc(issues.code));
    if (groups.length === 0) return [];
    const firsts = await tx
      .select({
        issueId: issues.id,
        facts: issues.facts,
        itemId: issues.itemId,
        customerName: syncItems.customerName,
        title: syncItems.title,
      })
      .from(issues)
      .leftJoin(syncItems, itemOfIssue)
      .where(
        and(
          eq(issues.orgId, run.orgId),
          eq(issues.itemMonth, run.itemMonth),
          inArray(
            issues.id,
            groups.map((group) => group.firstIssueId),
          ),
        ),
      );
    return groups.map(({ code, count, marks, firstIssueId }) => {
      const first = firsts.find((row) => row.issueId === firstIssueId);
      return {
        code,
        count,
        marks,
        facts: first?.facts ?? {},
        itemId: first?.itemId ?? null,
        customerName: first?.customerName ?? null,
        title: first?.title ?? null,
      };
    });
  });
}
