import { and, desc, eq, inArray } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { notes, users } from "@/db/schema";

/** What a person wrote about a line: of a subscription, or of an item that is of none. */
export type NoteRow = {
  id: string;
  subject: string;
  text: string;
  writtenBy: string | null;
  createdAt: Date;
};

/** All notes on these subjects (a page of lines) of a program sync, the newest first: people write them by hand, and few. */
export async function listNotes(
  db: Database,
  of: { orgId: string; programSyncId: string },
  subjects: string[],
): Promise<NoteRow[]> {
  if (subjects.length === 0) return [];
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        id: notes.id,
        subject: notes.subject,
        text: notes.text,
        writtenBy: users.email,
        createdAt: notes.createdAt,
      })
      .from(notes)
      .leftJoin(users, eq(users.id, notes.writtenBy))
      .where(
        and(
          eq(notes.orgId, of.orgId),
          eq(notes.programSyncId, of.programSyncId),
          inArray(notes.subject, subjects),
        ),
      )
      .orderBy(desc(notes.createdAt), desc(notes.id)),
  );
}
