import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/forms/form-state";

type AccessFormProps = {
  action: (form: FormData) => void;
  state: FormState;
  /** Null: a new access. */
  saved: { id: string; version: number } | null;
  children: ReactNode;
};

/** The frame of a form that saves an access and tests it: what was refused, which one it is, and its button. */
export function AccessForm({ action, state, saved, children }: AccessFormProps) {
  return (
    <form action={action} className="max-w-xl">
      {state.error ? (
        <Notice tone="err" title={state.error.title} live="assertive">
          {state.error.text}
        </Notice>
      ) : null}
      <input type="hidden" name="id" value={saved?.id ?? ""} />
      <input type="hidden" name="version" value={saved?.version ?? ""} />
      {children}
      <SubmitButton variant="primary" pendingLabel="Saving…">
        Save and test
      </SubmitButton>
    </form>
  );
}

/** A field of plain text: what was typed last, else what is saved. */
export function entryField({ values, fieldErrors }: FormState, name: string, saved: string) {
  return { name, defaultValue: values[name] ?? saved, error: fieldErrors[name], maxLength: 200 };
}

/** A field of a key, which is never shown again; only a new access must have it. */
export function keyField({ fieldErrors }: FormState, name: string, isNew: boolean) {
  return {
    name,
    error: fieldErrors[name],
    required: isNew,
    maxLength: 500,
    autoComplete: "off",
    spellCheck: false,
  };
}

/** Under the keys of an access that has some. */
export const keptHint = "Leave it empty to keep the one that is saved.";
