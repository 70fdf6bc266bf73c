import { and, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { decisions } from "@/db/schema";

export type StoredDecision = Awaited<ReturnType<typeof listDecisions>>[number];

/** What persons have decided of these keys in a program sync. */
export async function listDecisions(
  db: Database,
  of: { orgId: string; programSyncId: string; keys: string[] },
) {
  if (of.keys.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        key: decisions.key,
        code: decisions.code,
        factsHash: decisions.factsHash,
        choice: decisions.choice,
        details: decisions.details,
      })
      .from(decisions)
      .where(
        and(
          eq(decisions.orgId, of.orgId),
          eq(decisions.programSyncId, of.programSyncId),
          inArray(decisions.key, of.keys),
        ),
      ),
  );
}
