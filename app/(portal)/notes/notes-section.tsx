import { removeNote } from "@/app/(portal)/notes/actions";
import { NoteForm } from "@/app/(portal)/notes/note-form";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { Card } from "@/components/ui/card";
import { Instant } from "@/components/ui/time";
import type { NoteRow } from "@/db/queries/portal/list-notes";
import { may } from "@/lib/auth/may";
import type { Session } from "@/lib/session";

type NotesSectionProps = {
  programSyncId: string;
  subscriptionId: string;
  notes: NoteRow[];
  session: Session;
  now: Date;
};

/** The notes of a subscription, and where a new one is written. */
export function NotesSection({ programSyncId, subscriptionId, notes, session, now }: NotesSectionProps) {
  const mayWrite = may(session.role, "operator");
  return (
    <section id="notes" aria-labelledby="notes-heading" className="mt-8 scroll-mt-4">
      <h2 id="notes-heading" className="mb-3 text-lg font-semibold tracking-tight">
        Notes
      </h2>
      <Card>
        {notes.length === 0 ? (
          <p className="mb-3 text-soft">Nobody has written anything about this subscription yet.</p>
        ) : (
          <ul className="mb-3 grid gap-3">
            {notes.map((note) => (
              <li key={note.id} className="border-b border-line pb-3">
                <p className="break-words whitespace-pre-line">{note.text}</p>
                <div className="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-soft">
                  <span>
                    {note.writtenBy ?? "a former member"},{" "}
                    <Instant at={note.createdAt} timeZone={session.timeZone} now={now} />
                  </span>
                  {mayWrite ? (
                    <ActionForm
                      action={removeNote}
                      fields={{ noteId: note.id }}
                      label="Remove"
                      variant="quiet"
                    />
                  ) : null}
                </div>
              </li>
            ))}
          </ul>
        )}
        {mayWrite ? <NoteForm programSyncId={programSyncId} subscriptionId={subscriptionId} /> : null}
      </Card>
    </section>
  );
}
