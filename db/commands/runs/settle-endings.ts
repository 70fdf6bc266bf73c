import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { lineEndings } from "@/db/schema";

export type EndingSettlement = { id: string; state: "done" | "failed" };

/** Says which lines are ended, and which could not be: those are tried again by the next run. */
export async function settleEndings(
  db: Database,
  orgId: string,
  settlements: EndingSettlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  await inOrg(db, orgId, async (tx) => {
    for (const { id, state } of settlements) {
      await tx
        .update(lineEndings)
        .set({ state, settledAt: sql`now()` })
        .where(and(eq(lineEndings.orgId, orgId), eq(lineEndings.id, id)));
    }
  });
}
