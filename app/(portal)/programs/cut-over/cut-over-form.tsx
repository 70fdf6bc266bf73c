import type { ReactNode } from "react";
import { settleTicked } from "@/app/(portal)/programs/cut-over/actions";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PsaWords } from "@/lib/psa-names";

/** The list with its boxes, and the two things that can become of the ticked lines. Works without script. */
export function CutOverForm({ words, children }: { words: PsaWords; children: ReactNode }) {
  return (
    <form action={settleTicked}>
      {children}
      <div className="mt-4 flex flex-wrap gap-2">
        <SubmitButton variant="primary" name="choice" value="adopt" pendingLabel="Adopting…">
          Adopt the ticked lines
        </SubmitButton>
        <SubmitButton name="choice" value="end" pendingLabel="Ending…">
          End the ticked lines instead
        </SubmitButton>
      </div>
      <dl className="mt-3 grid max-w-prose gap-2 text-soft">
        <div>
          <dt className="inline font-medium text-ink">Adopted,</dt>{" "}
          <dd className="inline">
            a line stays where it is and follows PRISM’s invoices from the first day on that {words.name} has
            not invoiced yet.
          </dd>
        </div>
        <div>
          <dt className="inline font-medium text-ink">Ended,</dt>{" "}
          <dd className="inline">
            it stops on the last day that {words.name} has invoiced, and a line of ours takes over the day
            after.
          </dd>
        </div>
      </dl>
    </form>
  );
}
