import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { notes, programSyncs, subscriptions } from "@/db/schema";

type NewNote = {
  orgId: string;
  programSyncId: string;
  subscriptionId: string;
  text: string;
  writtenBy: string;
};

/** Writes a note on a subscription; false: this program has no such subscription. */
export async function writeNote(tx: Transaction, note: NewNote): Promise<boolean> {
  const { orgId, programSyncId, subscriptionId, text, writtenBy } = note;
  const [found] = await tx
    .select({ id: subscriptions.subscriptionId })
    .from(programSyncs)
    .innerJoin(
      subscriptions,
      and(
        eq(subscriptions.orgId, programSyncs.orgId),
        eq(subscriptions.programId, programSyncs.programId),
        eq(subscriptions.subscriptionId, subscriptionId),
      ),
    )
    .where(and(eq(programSyncs.orgId, orgId), eq(programSyncs.id, programSyncId)));
  if (!found) return false;
  await tx.insert(notes).values({ orgId, programSyncId, subject: subscriptionId, text, writtenBy });
  return true;
}

/** Takes a note away; its subject and text for the record, or null when there is none. */
export async function removeNote(
  tx: Transaction,
  of: { orgId: string; noteId: string },
): Promise<{ subject: string; text: string } | null> {
  const [gone] = await tx
    .delete(notes)
    .where(and(eq(notes.orgId, of.orgId), eq(notes.id, of.noteId)))
    .returning({ subject: notes.subject, text: notes.text });
  return gone ?? null;
}
