import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { findReviewMail } from "@/db/queries/review-mail";
import { programSyncs } from "@/db/schema";

export type ReviewStop = {
  orgId: string;
  /** A review mail that the address got. */
  mailId: string;
  email: string;
  /** False: the address gets them again. */
  stopped: boolean;
};

/**
 * Stops review mails of a mail's program to one address, or lets them go again; audited where that changes anything, so that
 * pressing often does not fill the audit. False: the mail did not go to the address.
 */
export async function stopReviews(db: Database, of: ReviewStop): Promise<boolean> {
  const email = of.email.toLowerCase();
  return inOrg(db, of.orgId, async (tx) => {
    const mail = await findReviewMail(tx, of);
    if (!mail?.recipients.some((address) => address.toLowerCase() === email)) return false;
    const { programSyncId } = mail;
    if (!(await markStop(tx, { orgId: of.orgId, programSyncId, email, stopped: of.stopped }))) return true;
    const action = of.stopped ? "review_mails_stopped" : "review_mails_resumed";
    await appendAuditEvent(
      tx,
      { orgId: of.orgId, actorId: null },
      { action, subject: mail.programSyncId, facts: { email } },
    );
    return true;
  });
}

type Stop = { orgId: string; programSyncId: string; email: string; stopped: boolean };

/** Stops review mails of a program to an address, in lower case, or lets them go again. False: it is so already. */
export async function markStop(
  tx: Transaction,
  { orgId, programSyncId, email, stopped }: Stop,
): Promise<boolean> {
  const without = sql`array_remove(${programSyncs.reviewStops}, ${email}::text)`;
  const isStopped = sql<boolean>`${email}::text = any (${programSyncs.reviewStops})`;
  const changed = await tx
    .update(programSyncs)
    .set({ reviewStops: stopped ? sql`array_append(${without}, ${email}::text)` : without })
    .where(
      and(eq(programSyncs.orgId, orgId), eq(programSyncs.id, programSyncId), sql`${isStopped} <> ${stopped}`),
    )
    .returning({ id: programSyncs.id });
  return changed.length > 0;
}
