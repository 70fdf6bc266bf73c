"use client";

import { useActionState } from "react";
import { addProgram } from "@/app/(portal)/programs/new-program-actions";
import { TextareaField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { RadioCards, type RadioOption } from "@/components/ui/radio-cards";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";

type NewProgramFormProps = { choices: RadioOption[]; email: string };

export function NewProgramForm({ choices, email }: NewProgramFormProps) {
  const [state, action] = useActionState(addProgram, emptyFormState);
  const only = choices.length === 1 ? choices[0]?.value : undefined;
  const chosen = state.values.pair ?? only;
  return (
    <form action={action} className="max-w-xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <RadioCards
        key={`pair ${chosen}`}
        name="pair"
        legend="What is brought where"
        options={choices}
        chosen={chosen}
        error={state.fieldErrors.pair}
      />
      <TextareaField
        name="notifyAddresses"
        label="Who is told by mail"
        rows={3}
        spellCheck={false}
        hint="One address to a line. They get failures, recoveries and what waits for review."
        defaultValue={state.values.notifyAddresses ?? email}
        error={state.fieldErrors.notifyAddresses}
      />
      <SubmitButton variant="primary" pendingLabel="Adding…">
        Add the program
      </SubmitButton>
    </form>
  );
}
