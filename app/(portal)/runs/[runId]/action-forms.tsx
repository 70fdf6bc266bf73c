import type { ButtonVariant } from "@/components/ui/button-style";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/mutation";

type ActionFormProps = {
  action: FormAction;
  fields: Record<string, string>;
  label: string;
  /** Read out after the label, where the page shows already whom it is about. */
  about?: string;
  pendingLabel?: string;
  variant?: ButtonVariant;
  size?: "medium" | "small";
};

/** A button that does one thing, and needs no script for it. */
export function ActionForm({ action, fields, label, about, size = "small", ...button }: ActionFormProps) {
  return (
    <form action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton size={size} {...button}>
        {label}
        {about ? <span className="sr-only"> {about}</span> : null}
      </SubmitButton>
    </form>
  );
}
