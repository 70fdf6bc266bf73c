import { beginSecondFactor, endSecondFactor } from "@/app/(portal)/profile/second-factor/actions";
import { Section } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/details";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import type { SecondFactor } from "@/db/queries/sign-in/second-factor";
import { countOf } from "@/lib/format/number";

/** Whether a code is asked for at sign-in besides the mail's link, and the way to change that. */
export function SecondFactorSection({ factor }: { factor: SecondFactor | null }) {
  if (!factor?.confirmedAt) {
    return (
      <Section
        title="Second step"
        note="Besides the mail’s link, you can have yourself asked for a code of an authenticator app. Whoever reads your mail then still cannot sign in."
      >
        <form action={beginSecondFactor}>
          <SubmitButton pendingLabel="Making a secret…">Set up an authenticator app</SubmitButton>
        </form>
      </Section>
    );
  }
  return (
    <Section
      title="Second step"
      note={`You are asked for a code of your authenticator app when you sign in. ${countOf(factor.recoveryCodesLeft, "recovery code")} left.`}
    >
      <Disclosure label="Turn it off…">
        <form action={endSecondFactor} className="max-w-xs">
          <TextField
            name="code"
            label="Code of the app, or a recovery code"
            autoComplete="one-time-code"
            maxLength={20}
            required
          />
          <SubmitButton variant="danger" pendingLabel="Checking…">
            Turn the second step off
          </SubmitButton>
        </form>
      </Disclosure>
    </Section>
  );
}
