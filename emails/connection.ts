import { type MailContent, type MailContext, oneLine } from "@/emails/mail-content";
import { explainIssue } from "@/lib/issues/catalogue";
import { absoluteLink, links } from "@/lib/links";
import type { ConnectionFacts } from "@/lib/mail-facts";

/** The keys of a connection stopped working: one notice for the connection, whatever hangs on it. */
export function connectionMail(facts: ConnectionFacts, context: MailContext): MailContent {
  const psa = oneLine(facts.psaName);
  const name = oneLine(facts.connectionName);
  const { happened, effect, remedy } = explainIssue(facts.code, {}, { psa });
  return {
    subject: `${name}: the connection to ${psa} needs you`,
    preview: oneLine(happened),
    heading: `The connection to ${psa} needs you`,
    intro: [[happened, effect].map(oneLine).filter(Boolean).join(" "), oneLine(remedy)],
    causes: [],
    action: {
      label: "Open the connection",
      url: absoluteLink(context.origin, links.connection(facts.connectionId)),
    },
    outro: [],
    footer: {
      text: `You get this mail because your address is to be notified about the syncs of ${oneLine(context.orgName)}.`,
      link: facts.runId
        ? {
            label: "Open the sync that found it",
            url: absoluteLink(context.origin, links.run(facts.runId)),
          }
        : null,
    },
  };
}
