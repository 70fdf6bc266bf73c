import type { MailContent, MailContext } from "@/emails/mail-content";
import { signInLinkLife } from "@/lib/auth/tokens";
import { MINUTE } from "@/lib/clock";
import { absoluteLink, links } from "@/lib/links";
import type { SignInFacts } from "@/lib/mail-facts";

/** The link that signs a person in. The same facts and token give the same mail, to the letter. */
export function signInMail(facts: SignInFacts, token: string, context: MailContext): MailContent {
  const path = links.confirmSignIn(token, facts.email, facts.callbackPath ?? undefined);
  return {
    subject: "Your link to sign in to PRISM Connect",
    preview: `Works once and for ${signInLinkLife / MINUTE} minutes.`,
    heading: "Sign in to PRISM Connect",
    intro: [
      `The link opens a page with a button that signs you in. It works once and for ${signInLinkLife / MINUTE} minutes.`,
    ],
    causes: [],
    action: { label: "Sign in", url: absoluteLink(context.origin, path) },
    outro: ["If you did not ask for it, do nothing: without this mail nobody can sign in as you."],
    footer: { text: `Asked for with the address ${facts.email}.`, link: null },
  };
}
