"use client";

import { useActionState } from "react";
import { Disclosure } from "@/components/ui/details";
import { TextField } from "@/components/ui/fields";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { emptyFormState } from "@/lib/forms/form-state";
import type { FormAction } from "@/lib/mutation";

type FieldFormProps = {
  action: FormAction;
  fields: Record<string, string>;
  /** The field's kind, its name, its label and what it means. */
  type: "date" | "text";
  name: string;
  label: string;
  hint: string;
  defaultValue?: string;
  required?: boolean;
  open: string;
  /** Read out after `open`. */
  about: string;
  submit: string;
};

/** A decision that needs a day or an id: unfolds a small form. */
export function FieldForm(props: FieldFormProps) {
  const { fields, type, name, label, hint, defaultValue, required, open, about, submit } = props;
  const [state, action] = useActionState(props.action, emptyFormState);
  return (
    <Disclosure label={open} about={about} size="small" open={state.error ? true : undefined}>
      <form action={action}>
        {Object.entries(fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        {state.error ? (
          <Notice tone="err" title={state.error.title} live="assertive">
            {state.error.text}
          </Notice>
        ) : null}
        <TextField
          type={type}
          name={name}
          id={`${name}-${fields.issueId}`}
          label={label}
          hint={hint}
          required={required}
          defaultValue={state.values[name] ?? defaultValue}
          error={state.fieldErrors[name]}
        />
        <SubmitButton size="small">{submit}</SubmitButton>
      </form>
    </Disclosure>
  );
}
