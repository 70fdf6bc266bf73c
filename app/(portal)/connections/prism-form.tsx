"use client";

import { useActionState } from "react";
import { saveSource } from "@/app/(portal)/connections/actions";
import { TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

type PrismFormProps = {
  /** Null: a new account. */
  saved: { id: string; version: number; name: string; hint: string } | null;
};

/** The keys of a PRISM account. They are never shown again; left empty they stay as they are. */
export function PrismForm({ saved }: PrismFormProps) {
  const [state, action] = useActionState(saveSource, emptyFormState);
  const kept = saved ? "Leave it empty to keep the one that is saved." : undefined;
  const key = (name: string) => ({
    name,
    hint: kept,
    error: state.fieldErrors[name],
    required: saved === null,
    maxLength: 500,
    autoComplete: "off",
    spellCheck: false,
  });
  return (
    <form action={action} className="max-w-xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <input type="hidden" name="id" value={saved?.id ?? ""} />
      <input type="hidden" name="version" value={saved?.version ?? ""} />
      <TextField
        name="name"
        label="Name"
        hint="What you call it here."
        defaultValue={state.values.name ?? saved?.name ?? "PRISM"}
        error={state.fieldErrors.name}
        required
        maxLength={200}
      />
      {saved?.hint ? <p className="mb-4 text-soft">The saved client id ends in {saved.hint}.</p> : null}
      <TextField label="Client id" {...key("clientId")} />
      <TextField label="Client secret" type="password" {...key("clientSecret")} />
      <SubmitButton variant="primary" pendingLabel="Saving…">
        Save and test
      </SubmitButton>
    </form>
  );
}
