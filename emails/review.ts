import { type MailContent, type MailContext, oneLine } from "@/emails/mail-content";
import {
  causeBlock,
  itemsOf,
  moreCauses,
  programFooter,
  runName,
  runSubject,
  syncName,
} from "@/emails/run-words";
import { absoluteLink, links } from "@/lib/links";
import type { ReviewFacts } from "@/lib/mail-facts";

/** A run ended in Warning with something new that a person should look at or decide. */
export function reviewMail(facts: ReviewFacts, context: MailContext, stopUrl?: string): MailContent {
  const { held, more } = facts;
  const counted = facts.causes.reduce((sum, { count }) => sum + count, 0);
  const causes = facts.causes.map((cause) => causeBlock(facts, cause, context));
  const wait = `${itemsOf(facts, held)} ${held === 1 ? "waits" : "wait"} for you`;
  return {
    subject: runSubject(
      facts,
      held > 0 ? `${held} to decide` : `${counted}${more > 0 ? " or more" : ""} to review`,
    ),
    preview: causes[0]?.sentences[0] ?? wait,
    heading: held > 0 ? wait : "Something changed that you should look at",
    intro: [
      `The ${runName(facts)} of ${syncName(facts)} ended in Warning. ${held > 0 ? `Until you decide, nothing is changed for what waits: ${oneLine(facts.psaName)} goes on billing it as it stands.` : "The lines were brought over; please check that they are as you expect."}`,
    ],
    causes,
    action: {
      label: held > 0 ? "See what waits" : "See the warnings",
      url: absoluteLink(context.origin, links.run(facts.runId, held > 0 ? { outcome: "held" } : {})),
    },
    outro: moreCauses(facts.more),
    footer: {
      ...programFooter(facts, context),
      ...(stopUrl && { stop: { label: "Stop these mails, but not those about failures", url: stopUrl } }),
    },
  };
}
