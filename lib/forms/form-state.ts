/** What a form is told after it was sent and not accepted; `values` are what was typed, without secrets. */
export type FormState = {
  error: { title: string; text?: string } | null;
  fieldErrors: Record<string, string>;
  values: Record<string, string>;
};

/** The state of a form that was not sent yet. */
export const emptyFormState: FormState = { error: null, fieldErrors: {}, values: {} };
