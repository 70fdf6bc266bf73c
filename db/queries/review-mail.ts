import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { connections, mails, programSyncs, programs, syncRuns } from "@/db/schema";

/** What a reader of a review mail may know of it: the program it is about, who got it, and who gets none any more. */
export async function findReviewMail(tx: Transaction, of: { orgId: string; mailId: string }) {
  const [found] = await tx
    .select({
      programSyncId: programSyncs.id,
      programName: programs.name,
      connectionKind: connections.kind,
      recipients: mails.recipients,
      stops: programSyncs.reviewStops,
    })
    .from(mails)
    .innerJoin(syncRuns, and(eq(syncRuns.orgId, mails.orgId), eq(syncRuns.id, mails.causeId)))
    .innerJoin(
      programSyncs,
      and(eq(programSyncs.orgId, mails.orgId), eq(programSyncs.id, syncRuns.programSyncId)),
    )
    .innerJoin(programs, and(eq(programs.orgId, mails.orgId), eq(programs.id, programSyncs.programId)))
    .innerJoin(
      connections,
      and(eq(connections.orgId, mails.orgId), eq(connections.id, programSyncs.connectionId)),
    )
    .where(and(eq(mails.orgId, of.orgId), eq(mails.id, of.mailId), eq(mails.purpose, "review")));
  return found ?? null;
}
