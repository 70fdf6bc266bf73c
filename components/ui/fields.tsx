import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "@/components/ui/class-names";
import {
  controlStyle,
  FieldFrame,
  FieldNotes,
  type FieldTexts,
  fieldAttributes,
} from "@/components/ui/field-frame";

type Owned = "className" | "id" | "name" | "children";

export type TextFieldProps = FieldTexts & Omit<ComponentPropsWithRef<"input">, Owned>;

/** One line of text; `type` may be email, password, number, date, search … */
export function TextField({ label, hint, error, name, id, ...rest }: TextFieldProps) {
  const texts = { name, id, label, hint, error };
  return (
    <FieldFrame {...texts}>
      <input type="text" className={controlStyle} {...fieldAttributes(texts)} {...rest} />
    </FieldFrame>
  );
}

export type TextareaFieldProps = FieldTexts & Omit<ComponentPropsWithRef<"textarea">, Owned>;

export function TextareaField({ label, hint, error, name, id, ...rest }: TextareaFieldProps) {
  const texts = { name, id, label, hint, error };
  return (
    <FieldFrame {...texts}>
      <textarea rows={3} className={controlStyle} {...fieldAttributes(texts)} {...rest} />
    </FieldFrame>
  );
}

export type SelectOption = { value: string; label: string; disabled?: boolean };

export type SelectFieldProps = FieldTexts & { options: SelectOption[] } & Omit<
    ComponentPropsWithRef<"select">,
    Owned
  >;

export function SelectField({ label, hint, error, name, id, options, ...rest }: SelectFieldProps) {
  const texts = { name, id, label, hint, error };
  return (
    <FieldFrame {...texts}>
      <span className="relative block">
        <select
          className={classNames(controlStyle, "appearance-none pr-9")}
          {...fieldAttributes(texts)}
          {...rest}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-soft" />
      </span>
    </FieldFrame>
  );
}

export type CheckboxFieldProps = FieldTexts & Omit<ComponentPropsWithRef<"input">, Owned | "type">;

/** A box with its label beside it. An unticked box sends nothing. */
export function CheckboxField({ label, hint, error, name, id, ...rest }: CheckboxFieldProps) {
  const texts = { name, id, label, hint, error };
  return (
    <div className="mb-4">
      <label className="inline-flex items-start gap-2.5 font-medium pointer-coarse:py-2">
        <input
          type="checkbox"
          className="mt-[3px] size-4 accent-accent"
          {...fieldAttributes(texts)}
          {...rest}
        />
        {label}
      </label>
      <div className="pl-6.5">
        <FieldNotes {...texts} />
      </div>
    </div>
  );
}
