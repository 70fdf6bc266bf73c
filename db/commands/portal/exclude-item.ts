import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { exclusionInForce } from "@/db/queries/exclusion-in-force";
import { exclusions, positions } from "@/db/schema";
import { requestRetry } from "../runs/request-run";
import { findRun, findRunItem } from "./find-run-item";
import { lockStatus, recountOutstanding } from "./recount-outstanding";

export type ItemOfRun = { orgId: string; runId: string; itemId: string };

/** A day so long ago is over in every time zone. */
const overEverywhere = 2;

export type ExcludedItem = { key: string; title: string; customerName: string | null };

/**
 * Takes an item's key out of its program sync, with a reason and perhaps an end (YYYY-MM-DD, the last day): it is not
 * outstanding any more, and later runs skip it. Excluded again, the newer reason holds. null: no such item of a live run.
 */
export async function excludeItem(
  tx: Transaction,
  exclusion: ItemOfRun & { reason: string; expiresOn: string | null; excludedBy: string },
): Promise<ExcludedItem | null> {
  const found = await findLiveItem(tx, exclusion);
  if (!found) return null;
  const { run, item } = found;
  const { reason, expiresOn, excludedBy } = exclusion;
  await lockStatus(tx, run);
  await tx
    .insert(exclusions)
    .values({
      orgId: run.orgId,
      programSyncId: run.programSyncId,
      key: item.key,
      reason,
      expiresOn,
      excludedBy,
    })
    .onConflictDoUpdate({
      target: [exclusions.orgId, exclusions.programSyncId, exclusions.key],
      set: { reason, expiresOn, excludedBy, createdAt: sql`now()` },
    });
  await tx
    .update(positions)
    .set({ outstanding: null, unacknowledged: false, updatedAt: sql`now()` })
    .where(
      and(
        eq(positions.orgId, run.orgId),
        eq(positions.programSyncId, run.programSyncId),
        eq(positions.kind, run.kind),
        eq(positions.key, item.key),
      ),
    );
  await recountOutstanding(tx, run);
  return item;
}

/**
 * Ends an exclusion and queues a run that looks at just this key, for no other run would before the next invoice. It is
 * kept as one that has ended, so that the months that went by are still due when that run cannot do its work. null: the item is not excluded, or there is no such item.
 */
export async function includeItem(
  tx: Transaction,
  of: ItemOfRun & { requestedBy: string },
): Promise<(ExcludedItem & { runId: string }) | null> {
  const found = await findLiveItem(tx, of);
  if (!found) return null;
  const { run, item } = found;
  const { orgId, programSyncId, connectionId, kind } = run;
  const gone = await tx
    .update(exclusions)
    .set({ expiresOn: sql`clock_timestamp()::date - ${overEverywhere}::int` })
    .where(
      and(
        eq(exclusions.orgId, orgId),
        eq(exclusions.programSyncId, programSyncId),
        eq(exclusions.key, item.key),
        exclusionInForce(),
      ),
    )
    .returning({ key: exclusions.key });
  if (gone.length === 0) return null;
  const { requestedBy } = of;
  const request = { orgId, programSyncId, connectionId, kind, requestedBy, retryOf: run.runId };
  const { runId } = await requestRetry(tx, { ...request, keys: [item.key], keepsWishes: false });
  return { ...item, runId };
}

async function findLiveItem(tx: Transaction, of: ItemOfRun) {
  const run = await findRun(tx, of);
  const item = run?.mode === "live" ? await findRunItem(tx, run, of.itemId) : null;
  return run && item ? { run, item } : null;
}
