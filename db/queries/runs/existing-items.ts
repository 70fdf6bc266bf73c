import { and, eq, isNotNull, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { intents, issues, type Severity, syncItems } from "@/db/schema";
import { groupBy } from "@/lib/group-by";

export type ExistingItem = {
  outcome: (typeof syncItems.$inferSelect)["outcome"];
  before: (typeof syncItems.$inferSelect)["before"];
  reason: (typeof syncItems.$inferSelect)["reason"];
  issues: ExistingIssue[];
  /** A write of this item is known to have taken effect. */
  confirmed: boolean;
};

type ExistingIssue = {
  code: string;
  severity: Severity;
  facts: Record<string, string>;
  rawAnswer: string | null;
  acknowledged: boolean;
};

/** What an earlier worker of the same run had already done, by key. */
export async function listExistingItems(
  db: Database,
  run: { orgId: string; runId: string; itemMonth: string },
): Promise<Map<string, ExistingItem>> {
  return inOrg(db, run.orgId, async (tx) => {
    const items = await tx
      .select({
        id: syncItems.id,
        key: syncItems.key,
        outcome: syncItems.outcome,
        before: syncItems.before,
        reason: syncItems.reason,
      })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, run.orgId),
          eq(syncItems.itemMonth, run.itemMonth),
          eq(syncItems.runId, run.runId),
        ),
      );
    const found = await tx
      .select({
        itemId: issues.itemId,
        code: issues.code,
        severity: issues.severity,
        facts: issues.facts,
        rawAnswer: issues.rawAnswer,
        acknowledged: issues.acknowledged,
      })
      .from(issues)
      .where(
        and(
          eq(issues.orgId, run.orgId),
          eq(issues.itemMonth, run.itemMonth),
          eq(issues.runId, run.runId),
          isNotNull(issues.itemId),
        ),
      );
    const confirmed = await tx
      .select({ itemId: intents.itemId, sharedBy: sql<string[] | null>`${intents.before}->'keys'` })
      .from(intents)
      .where(and(eq(intents.orgId, run.orgId), eq(intents.runId, run.runId), eq(intents.state, "confirmed")));
    const issuesOf = groupBy(found, (issue) => issue.itemId);
    const confirmedIds = new Set(confirmed.map((row) => row.itemId));
    // Units that several keys share are written once for all of them.
    const confirmedKeys = new Set(confirmed.flatMap((row) => row.sharedBy ?? []));
    return new Map(
      items.map(({ id, key, ...item }) => [
        key,
        {
          ...item,
          issues: issuesOf.get(id) ?? [],
          confirmed: confirmedIds.has(id) || confirmedKeys.has(key),
        },
      ]),
    );
  });
}
