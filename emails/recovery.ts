import type { MailContent, MailContext } from "@/emails/mail-content";
import { instantWords, programFooter, runName, runSubject, syncName } from "@/emails/run-words";
import { absoluteLink, links } from "@/lib/links";
import type { RecoveryFacts } from "@/lib/mail-facts";

/** The first correct run after a failure. */
export function recoveryMail(facts: RecoveryFacts, context: MailContext): MailContent {
  const since = instantWords(facts.failingSince, context);
  return {
    subject: runSubject(facts, "0 errors, in order again"),
    preview: `Nothing is left of the failure of ${since}.`,
    heading: "In order again",
    intro: [
      `The ${runName(facts)} of ${syncName(facts)} had been failing since ${since}. Nothing of it fails any more.`,
    ],
    causes: [],
    action: { label: "See the sync", url: absoluteLink(context.origin, links.run(facts.runId)) },
    outro: [],
    footer: programFooter(facts, context),
  };
}
