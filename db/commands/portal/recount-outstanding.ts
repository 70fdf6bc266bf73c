import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type SyncKind, syncStatus } from "@/db/schema";
import { listStandingCauses } from "../runs/standing-causes";

type OfSync = { orgId: string; programSyncId: string; kind: SyncKind };

const ofStatus = (of: OfSync) =>
  and(
    eq(syncStatus.orgId, of.orgId),
    eq(syncStatus.programSyncId, of.programSyncId),
    eq(syncStatus.kind, of.kind),
  );

/**
 * Takes the row that a run's end takes first too: call it before positions, decisions or acknowledgements are changed, so
 * that neither waits for ever. What was counted over a run's items before is old from then on.
 */
export async function lockStatus(tx: Transaction, of: OfSync): Promise<void> {
  await tx
    .update(syncStatus)
    .set({ standing: sql`${syncStatus.standing} + 1` })
    .where(ofStatus(of));
}

/** Counts anew what is outstanding in a program sync, after a person changed where a key stands. */
export async function recountOutstanding(tx: Transaction, of: OfSync): Promise<void> {
  const counted = (condition: string) => sql`(
    select count(*) from positions p
    where p.org_id = ${of.orgId} and p.program_sync_id = ${of.programSyncId} and p.kind = ${of.kind}
      and ${sql.raw(condition)}
  )`;
  await tx
    .update(syncStatus)
    .set({
      failed: counted("p.outstanding = 'failed'"),
      held: counted("p.outstanding = 'held'"),
      unknown: counted("p.outstanding = 'unknown'"),
      warnings: counted("p.unacknowledged"),
      causes: await listStandingCauses(tx, of),
      updatedAt: sql`now()`,
    })
    .where(ofStatus(of));
}
