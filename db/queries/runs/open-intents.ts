import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { intents, openIntentStates, syncItems } from "@/db/schema";

export type OpenIntent = Awaited<ReturnType<typeof listOpenIntents>>[number];

/** Writes of this connection whose end is not known, whichever run they were of, oldest first; with their age. */
export async function listOpenIntents(db: Database, of: { orgId: string; connectionId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        intent: intents,
        /** The item whose write it is; null when its month is gone. */
        itemKey: syncItems.key,
        ageMs:
          sql<number>`extract(epoch from clock_timestamp() - coalesce(${intents.sentAt}, ${intents.createdAt})) * 1000`.mapWith(
            Number,
          ),
      })
      .from(intents)
      .leftJoin(
        syncItems,
        and(
          eq(syncItems.orgId, intents.orgId),
          eq(syncItems.runId, intents.runId),
          eq(syncItems.id, intents.itemId),
        ),
      )
      .where(
        and(
          eq(intents.orgId, of.orgId),
          eq(intents.connectionId, of.connectionId),
          inArray(intents.state, openIntentStates),
        ),
      )
      .orderBy(intents.createdAt, intents.itemId, intents.sequence),
  );
}
