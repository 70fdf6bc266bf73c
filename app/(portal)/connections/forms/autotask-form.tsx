"use client";

import { useActionState } from "react";
import { saveAutotask } from "@/app/(portal)/connections/actions";
import { AccessForm, entryField, keptHint, keyField } from "@/app/(portal)/connections/forms/access-form";
import { CheckboxField, TextField } from "@/components/ui/fields";
import { emptyFormState } from "@/lib/forms/form-state";

type AutotaskFormProps = {
  /** Null: a new connection. */
  saved: { id: string; version: number; name: string; site: string; account: string; hint: string } | null;
  /** The portal may be used with a test system, whose address must be named. */
  testSystems: boolean;
};

/** The entries of an Autotask connection. Keys are never shown again; left empty they stay as they are. */
export function AutotaskForm({ saved, testSystems }: AutotaskFormProps) {
  const [state, action] = useActionState(saveAutotask, emptyFormState);
  const kept = saved ? keptHint : undefined;
  const entry = (name: string, value: string) => entryField(state, name, value);
  const key = (name: string) => keyField(state, name, saved === null);
  return (
    <AccessForm action={action} state={state} saved={saved}>
      <TextField
        label="Name"
        hint="What you call it here."
        required
        {...entry("name", saved?.name ?? "Autotask")}
      />
      <TextField
        label="User name"
        hint="Of the API user, not of a person. The zone of your Autotask is found by it."
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        {...entry("userName", saved?.account ?? "")}
      />
      {saved ? (
        <CheckboxField
          key={`sameTenant ${state.values.sameTenant}`}
          name="sameTenant"
          value="yes"
          label="This user belongs to the same Autotask as before"
          hint="Only if you change the user: customers and products that are mapped stay with their Autotask."
          defaultChecked={state.values.sameTenant === "yes"}
          error={state.fieldErrors.sameTenant}
        />
      ) : null}
      {saved ? (
        <p className="mb-4 max-w-prose text-soft">
          The saved integration code {saved.hint ? `ends in ${saved.hint}` : "is not shown"}. To replace the
          keys, enter both. When the user changes they must be entered again.
        </p>
      ) : null}
      <TextField label="Password" type="password" hint={kept} {...key("secret")} />
      <TextField
        label="Integration code"
        hint={kept ?? "Autotask calls it the API tracking identifier; it names the integration."}
        {...key("integrationCode")}
      />
      {testSystems ? (
        <TextField
          label="Address (only for a test system)"
          hint="Left empty, Autotask itself is asked for the zone."
          autoCapitalize="none"
          {...entry("site", saved?.site ?? "")}
        />
      ) : null}
    </AccessForm>
  );
}
