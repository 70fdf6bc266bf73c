"use client";

import { useActionState } from "react";
import { saveSource } from "@/app/(portal)/connections/actions";
import { AccessForm, entryField, keptHint, keyField } from "@/app/(portal)/connections/forms/access-form";
import { TextField } from "@/components/ui/fields";
import { emptyFormState } from "@/lib/forms/form-state";

type PrismFormProps = {
  /** Null: a new account. */
  saved: { id: string; version: number; name: string; hint: string } | null;
};

/** The keys of a PRISM account. They are never shown again; left empty they stay as they are. */
export function PrismForm({ saved }: PrismFormProps) {
  const [state, action] = useActionState(saveSource, emptyFormState);
  const kept = saved ? keptHint : undefined;
  const key = (name: string) => ({ hint: kept, ...keyField(state, name, saved === null) });
  return (
    <AccessForm action={action} state={state} saved={saved}>
      <TextField
        label="Name"
        hint="What you call it here."
        required
        {...entryField(state, "name", saved?.name ?? "PRISM")}
      />
      {saved?.hint ? <p className="mb-4 text-soft">The saved client id ends in {saved.hint}.</p> : null}
      <TextField label="Client id" {...key("clientId")} />
      <TextField label="Client secret" type="password" {...key("clientSecret")} />
    </AccessForm>
  );
}
