import { and, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { syncRuns } from "@/db/schema";
import { type Ownership, owned } from "./claim-run";

/**
 * Puts a run back in line where another one has waited for `othersWaitMs`, of whatever organisation. It is no attempt and
 * no error. False: nobody waits, or it is not ours any more; it goes on.
 */
export async function yieldRun(db: Database, ownership: Ownership, othersWaitMs: number): Promise<boolean> {
  const rows = await inOrg(db, ownership.orgId, (tx) =>
    tx
      .update(syncRuns)
      .set({ status: "queued", leaseUntil: null, worker: null, resumesAt: null, waitReason: "turn" })
      .where(and(owned(ownership), sql`app.somebody_waits(${othersWaitMs}::int)`))
      .returning({ id: syncRuns.id }),
  );
  return rows.length === 1;
}
