import { CheckboxField, type CheckboxFieldProps } from "@/components/ui/fields";

/** A box that sends "yes" when ticked and "no" when not: for forms whose fields must all arrive. */
export function SwitchField({ name, ...rest }: Omit<CheckboxFieldProps, "value">) {
  return (
    <>
      <input type="hidden" name={name} value="no" />
      <CheckboxField name={name} value="yes" {...rest} />
    </>
  );
}
