import { StickyNote } from "lucide-react";
import { Instant } from "@/components/ui/time";
import type { NoteRow } from "@/db/queries/portal/list-notes";

type LineNotesProps = { notes: NoteRow[]; timeZone: string; now: Date };

/** What people wrote about a line, below it. */
export function LineNotes({ notes, timeZone, now }: LineNotesProps) {
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-1">
      {notes.map((note) => (
        <li key={note.id} className="flex gap-2.5 rounded-lg bg-sunken px-3.5 py-2 max-sm:px-3">
          <StickyNote className="mt-[3px] size-4 shrink-0 text-soft" />
          <p className="min-w-0 break-words whitespace-pre-line">
            <span className="sr-only">Note: </span>
            {note.text}{" "}
            <span className="text-sm text-soft">
              · {note.writtenBy ?? "a former member"},{" "}
              <Instant at={note.createdAt} timeZone={timeZone} now={now} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
