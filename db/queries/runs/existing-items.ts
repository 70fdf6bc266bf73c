import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { intents, syncItems } from "@/db/schema";

export type ExistingItem = {
  outcome: (typeof syncItems.$inferSelect)["outcome"];
  before: (typeof syncItems.$inferSelect)["before"];
  after: (typeof syncItems.$inferSelect)["after"];
  /** A write of this item is known to have taken effect. */
  confirmed: boolean;
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
        after: syncItems.after,
      })
      .from(syncItems)
      .where(
        and(
          eq(syncItems.orgId, run.orgId),
          eq(syncItems.itemMonth, run.itemMonth),
          eq(syncItems.runId, run.runId),
        ),
      );
    const confirmed = await tx
      .selectDistinct({ itemId: intents.itemId })
      .from(intents)
      .where(and(eq(intents.orgId, run.orgId), eq(intents.runId, run.runId), eq(intents.state, "confirmed")));
    const confirmedIds = new Set(confirmed.map((row) => row.itemId));
    return new Map(items.map(({ id, key, ...item }) => [key, { ...item, confirmed: confirmedIds.has(id) }]));
  });
}
