import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { FieldNotes } from "@/components/ui/field-frame";

export type RadioOption = {
  value: string;
  label: ReactNode;
  /** Below the label. */
  note?: ReactNode;
  disabled?: boolean;
};

type RadioCardsProps = {
  name: string;
  legend: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: RadioOption[];
  /** The value that is chosen at first. */
  chosen?: string | undefined;
};

/** One of several, each with room for what a person needs to know to choose. */
export function RadioCards({ name, legend, hint, error, options, chosen }: RadioCardsProps) {
  const describedBy = [hint ? `${name}-hint` : null, error ? `${name}-error` : null].filter(Boolean);
  return (
    <fieldset className="mb-5" aria-describedby={describedBy.join(" ") || undefined}>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              "flex items-start gap-2.5 rounded-lg border px-3.5 py-2.5 has-checked:border-accent has-checked:bg-sunken",
              option.disabled ? "border-line text-soft" : "border-line hover:border-control",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === chosen}
              disabled={option.disabled}
              required
              className="mt-[3px] size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block font-medium">{option.label}</span>
              {option.note ? <span className="block text-soft">{option.note}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes name={name} label={legend} hint={hint} error={error} />
    </fieldset>
  );
}
