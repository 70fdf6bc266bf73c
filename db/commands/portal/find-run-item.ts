import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { syncItems, syncRuns } from "@/db/schema";

/** The part of a run that commands on its items need; null when this organisation has no such run. */
export async function findRun(tx: Transaction, of: { orgId: string; runId: string }) {
  const [run] = await tx
    .select({
      orgId: syncRuns.orgId,
      runId: syncRuns.id,
      programSyncId: syncRuns.programSyncId,
      connectionId: syncRuns.connectionId,
      kind: syncRuns.kind,
      mode: syncRuns.mode,
      itemMonth: syncRuns.itemMonth,
    })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, of.orgId), eq(syncRuns.id, of.runId)));
  return run ?? null;
}

export type FoundRun = NonNullable<Awaited<ReturnType<typeof findRun>>>;

/** An item of that run by its id. */
export async function findRunItem(tx: Transaction, run: FoundRun, itemId: string) {
  const [item] = await tx
    .select({ key: syncItems.key, title: syncItems.title, customerName: syncItems.customerName })
    .from(syncItems)
    .where(
      and(
        eq(syncItems.orgId, run.orgId),
        eq(syncItems.itemMonth, run.itemMonth),
        eq(syncItems.runId, run.runId),
        eq(syncItems.id, itemId),
      ),
    );
  return item ?? null;
}
