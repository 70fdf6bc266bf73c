import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/**
 * What every field of a form has: a label, and where needed a hint and an error. `name` is also its id, unless the
 * same form stands on a page more than once and gives each an `id` of its own.
 */
export type FieldTexts = { name: string; id?: string; label: string; hint?: ReactNode; error?: string };

export const controlStyle =
  "w-full rounded-lg border border-control bg-card px-3 py-1.5 min-h-9 pointer-coarse:min-h-11 max-sm:text-[1rem] " +
  "placeholder:text-soft aria-invalid:border-err disabled:bg-sunken disabled:text-soft";

/** Ties a control to its label, hint and error: spread it over the control. */
export function fieldAttributes({ name, id = name, hint, error }: FieldTexts) {
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return {
    id,
    name,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy.length > 0 ? describedBy.join(" ") : undefined,
  };
}

/** Label above, hint and error below, with the ids that `fieldAttributes` names. */
export function FieldFrame({
  name,
  id = name,
  label,
  hint,
  error,
  children,
}: FieldTexts & { children: ReactNode }) {
  return (
    <div className="mb-4">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children}
      <FieldNotes name={name} id={id} label={label} hint={hint} error={error} />
    </div>
  );
}

export function FieldNotes({ name, id = name, hint, error }: FieldTexts) {
  return (
    <>
      {error ? (
        <p id={`${id}-error`} className="mt-1 flex gap-1.5 text-sm text-err">
          <CircleAlert className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      ) : null}
    </>
  );
}
