import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type SyncKind, syncStatus } from "@/db/schema";

type OfSync = { orgId: string; programSyncId: string; kind: SyncKind };

const ofStatus = (of: OfSync) =>
  and(
    eq(syncStatus.orgId, of.orgId),
    eq(syncStatus.programSyncId, of.programSyncId),
    eq(syncStatus.kind, of.kind),
  );

/** Takes the row that a run's end takes first too: call it before positions are changed, so that neither waits for ever. */
export async function lockStatus(tx: Transaction, of: OfSync): Promise<void> {
  await tx.select({ kind: syncStatus.kind }).from(syncStatus).where(ofStatus(of)).for("update");
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
      updatedAt: sql`now()`,
    })
    .where(ofStatus(of));
}
