"use client";

import { useActionState } from "react";
import { writeNote } from "@/app/(portal)/notes/actions";
import { TextareaField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

type NoteFormProps = { programSyncId: string; subscriptionId: string };

/** Where a person writes something down for whoever looks at the subscription next. */
export function NoteForm({ programSyncId, subscriptionId }: NoteFormProps) {
  const [state, action] = useActionState(writeNote, emptyFormState);
  return (
    <form action={action} className="max-w-prose">
      <input type="hidden" name="programSyncId" value={programSyncId} />
      <input type="hidden" name="subscriptionId" value={subscriptionId} />
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <TextareaField
        name="text"
        label="A new note"
        hint="It stays with this subscription, here and on each Sync Status that lists it."
        required
        minLength={3}
        maxLength={2_000}
        rows={2}
        defaultValue={state.values.text}
        error={state.fieldErrors.text}
      />
      <SubmitButton size="small" pendingLabel="Keeping it…">
        Keep the note
      </SubmitButton>
    </form>
  );
}
