"use client";

import { useActionState } from "react";
import { excludeItem } from "@/app/(portal)/runs/[runId]/actions";
import { Disclosure } from "@/components/ui/details";
import { TextareaField, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

type ExcludeFormProps = { runId: string; itemId: string; label: string; about?: string; psa: string };

/** Takes a line out of the sync, with a reason and perhaps an end. */
export function ExcludeForm({ runId, itemId, label, about, psa }: ExcludeFormProps) {
  const [state, action] = useActionState(excludeItem, emptyFormState);
  return (
    <Disclosure label={label} about={about} size="small" open={state.error ? true : undefined}>
      <form action={action}>
        <input type="hidden" name="runId" value={runId} />
        <input type="hidden" name="itemId" value={itemId} />
        {state.error ? (
          <Notice tone="err" title={state.error.title} live="assertive">
            {state.error.text}
          </Notice>
        ) : null}
        <TextareaField
          name="reason"
          id={`reason-${itemId}`}
          label="Reason"
          required
          minLength={3}
          maxLength={500}
          rows={2}
          hint={`Later syncs skip this line. What ${psa} has of it stays and goes on billing until somebody ends it there.`}
          defaultValue={state.values.reason}
          error={state.fieldErrors.reason}
        />
        <TextField
          name="expiresOn"
          id={`expires-${itemId}`}
          type="date"
          label="Until (optional)"
          hint="The last day; afterwards it is synced again. Leave it empty for good."
          defaultValue={state.values.expiresOn}
          error={state.fieldErrors.expiresOn}
        />
        <SubmitButton size="small" pendingLabel="Excluding…">
          Exclude it
        </SubmitButton>
      </form>
    </Disclosure>
  );
}
