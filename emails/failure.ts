import type { MailContent, MailContext } from "@/emails/mail-content";
import {
  causeBlock,
  instantWords,
  itemsOf,
  moreCauses,
  programFooter,
  runName,
  runSubject,
  syncName,
} from "@/emails/run-words";
import { countOf } from "@/lib/format/number";
import { absoluteLink, links } from "@/lib/links";
import type { FailureFacts } from "@/lib/mail-facts";

/** A run ended in Error: its first causes, each with a link to the very item. */
export function failureMail(facts: FailureFacts, context: MailContext): MailContent {
  const { failed, stillFailingSince: since } = facts;
  const count = failed > 0 ? countOf(failed, "error") : `${facts.kind} sync failed`;
  const first = facts.causes[0];
  const causes = facts.causes.map((cause) => causeBlock(facts, cause, context));
  return {
    subject: runSubject(facts, since ? `still failing, ${count}` : count),
    preview: first ? (causes[0]?.sentences[0] ?? count) : `The ${runName(facts)} needs you.`,
    heading: since ? `Still failing since ${instantWords(since, context)}` : headingOf(facts),
    intro: [introOf(facts)],
    causes,
    action: {
      label: failed > 0 ? "See what failed" : "See what happened",
      url: absoluteLink(context.origin, links.run(facts.runId, failed > 0 ? { outcome: "failed" } : {})),
    },
    outro: [
      ...moreCauses(facts.more),
      "What failed is tried again with every later sync, and you can retry it yourself once its cause is gone.",
    ],
    footer: programFooter(facts, context),
  };
}

function headingOf(facts: FailureFacts): string {
  if (facts.failed === 0) return `The ${runName(facts)} could not do its work`;
  return `${itemsOf(facts, facts.failed)} could not be brought over`;
}

function introOf(facts: FailureFacts): string {
  const where = `The ${runName(facts)} of ${syncName(facts)}`;
  if (facts.failed === 0) return `${where} ended in Error before it could finish.`;
  return `${where} ended in Error: ${itemsOf(facts, facts.failed)} failed. Nothing else failed.`;
}
