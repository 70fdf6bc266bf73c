import { requestSignInLink } from "@/app/sign-in/actions";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";

type LinkFormProps = {
  /** Where to go on after sign-in. */
  callbackPath: string;
  email?: string;
  button: string;
};

/** Asks for a sign-in link. Needs no script. */
export function LinkForm({ callbackPath, email, button }: LinkFormProps) {
  return (
    <form action={requestSignInLink} className="mt-5">
      <input type="hidden" name="callbackUrl" value={callbackPath} />
      <TextField
        name="email"
        type="email"
        label="E-mail address"
        autoComplete="email"
        maxLength={254}
        defaultValue={email}
        required
      />
      <SubmitButton variant="primary" pendingLabel="Sending…">
        {button}
      </SubmitButton>
    </form>
  );
}
