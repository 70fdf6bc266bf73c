"use client";

import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style";
import { OrganisationField } from "@/components/ui/form-organisation";

type SubmitButtonProps = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Sent with the form when several buttons share one. */
  name?: string;
  value?: string;
  /** Where the form goes with this button, when several share one. */
  formAction?: (form: FormData) => Promise<void>;
  /** What the button says while its form is on the way. */
  pendingLabel?: string;
  children: ReactNode;
};

/** Submits its form and says so; without script it is a plain submit button. A second press does nothing. */
export function SubmitButton({ pendingLabel, children, ...rest }: SubmitButtonProps) {
  const { pending, data, action: running } = useFormStatus();
  const mine =
    pending &&
    (rest.name === undefined || data?.get(rest.name) === rest.value) &&
    (rest.formAction === undefined || rest.formAction === running);
  return (
    <>
      <OrganisationField />
      <Button
        {...rest}
        aria-disabled={pending || undefined}
        onClick={pending ? (event) => event.preventDefault() : undefined}
      >
        {mine ? <LoaderCircle className="size-4 motion-safe:animate-spin" /> : null}
        {mine && pendingLabel ? pendingLabel : children}
      </Button>
    </>
  );
}
