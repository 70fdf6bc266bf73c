import { and, eq, gte } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { syncRuns } from "@/db/schema";
import { type Ownership, owned } from "./claim-run";
import { queueRun } from "./request-run";

export type ProductsFirst =
  /** The run waits again, behind a products run. */
  | "queued"
  /** A products run was asked for since this one was: it has had its turn. */
  | "had_its_turn"
  /** Another worker owns the run, or it is over. */
  | "not_ours";

/**
 * Puts a products run before a customers run that this worker owns, and puts that back to wait; once for each run,
 * however often it is taken up.
 */
export async function letProductsGoFirst(db: Database, ownership: Ownership): Promise<ProductsFirst> {
  return inOrg(db, ownership.orgId, async (tx) => {
    const [run] = await tx.select().from(syncRuns).where(owned(ownership)).for("update");
    if (!run) return "not_ours";
    const { orgId, programSyncId, connectionId, trigger, requestedBy, queuedAt } = run;
    const since = await tx
      .select({ id: syncRuns.id })
      .from(syncRuns)
      .where(
        and(
          eq(syncRuns.orgId, orgId),
          eq(syncRuns.programSyncId, programSyncId),
          eq(syncRuns.kind, "products"),
          eq(syncRuns.mode, "live"),
          gte(syncRuns.queuedAt, queuedAt),
        ),
      )
      .limit(1);
    if (since.length > 0) return "had_its_turn";
    const of = { orgId, programSyncId, connectionId, mode: "live" as const, trigger, requestedBy };
    await queueRun(tx, { ...of, kind: "products" }, queuedAt);
    await tx
      .update(syncRuns)
      .set({ status: "queued", leaseUntil: null })
      .where(and(eq(syncRuns.orgId, orgId), eq(syncRuns.id, run.id)));
    return "queued";
  });
}
