import { type MailContent, type MailContext, oneLine } from "@/emails/mail-content";
import { invitationLife } from "@/lib/auth/tokens";
import { DAY } from "@/lib/clock";
import { absoluteLink, links } from "@/lib/links";
import type { InvitationFacts } from "@/lib/mail-facts";

const roles: Record<InvitationFacts["role"], string> = {
  viewer: "As a viewer you see every sync and change nothing.",
  operator: "As an operator you map customers, run syncs and decide what is held.",
  admin: "As an admin you do everything, connections and members included.",
};

/** Asks somebody to become a member. The same facts and token give the same mail, to the letter. */
export function invitationMail(facts: InvitationFacts, token: string, context: MailContext): MailContent {
  const organisation = oneLine(context.orgName);
  const days = invitationLife / DAY;
  return {
    subject: `Your invitation to ${organisation} on PRISM Connect`,
    preview: `${oneLine(facts.invitedBy)} invites you. The link works once and for ${days} days.`,
    heading: `Join ${organisation} on PRISM Connect`,
    intro: [
      `${oneLine(facts.invitedBy)} invites you to ${organisation}. PRISM Connect keeps a partner's PSA billing equal to its PRISM invoices.`,
      roles[facts.role],
      `The link opens a page with a button that accepts the invitation and signs you in. There is no password. It works once and for ${days} days.`,
    ],
    causes: [],
    action: {
      label: "See the invitation",
      url: absoluteLink(context.origin, links.invitation(facts.orgId, facts.invitationId, token)),
    },
    outro: [
      "If you do not know what this is about, do nothing: nobody becomes a member without pressing that button.",
    ],
    footer: {
      text: `Sent to ${facts.email} because an admin of ${organisation} entered this address.`,
      link: null,
    },
  };
}
