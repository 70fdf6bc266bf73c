"use client";

import { useActionState } from "react";
import { sendInvitation } from "@/app/(portal)/members/actions";
import { SelectField, type SelectOption, TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

export function InviteForm({ roles }: { roles: SelectOption[] }) {
  const [state, action] = useActionState(sendInvitation, emptyFormState);
  return (
    <form action={action}>
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <div className="grid items-start gap-x-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <TextField
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="off"
          maxLength={254}
          defaultValue={state.values.email}
          error={state.fieldErrors.email}
          required
        />
        <SelectField
          key={`role ${state.values.role}`}
          name="role"
          label="Role"
          options={roles}
          defaultValue={state.values.role ?? "viewer"}
          error={state.fieldErrors.role}
        />
        <div className="sm:pt-6.5">
          <SubmitButton variant="primary" pendingLabel="Inviting…">
            Invite
          </SubmitButton>
        </div>
      </div>
    </form>
  );
}
