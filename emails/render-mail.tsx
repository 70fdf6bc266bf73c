import { renderToStaticMarkup } from "react-dom/server";
import { connectionMail } from "@/emails/connection";
import { failureMail } from "@/emails/failure";
import { invitationMail } from "@/emails/invitation";
import type { MailContent, MailContext } from "@/emails/mail-content";
import { MailLayout } from "@/emails/mail-layout";
import { recoveryMail } from "@/emails/recovery";
import { reviewMail } from "@/emails/review";
import { signInMail } from "@/emails/sign-in";
import { textPart } from "@/emails/text-part";
import { mailFacts } from "@/lib/mail-facts";

/** `stopUrl` goes into the header List-Unsubscribe. */
export type RenderedMail = { subject: string; html: string; text: string; stopUrl?: string };

/** A mail's purpose with its stored facts; a sign-in mail and an invitation need their token too. */
export type MailToRender = {
  purpose: string;
  facts: unknown;
  token?: string;
  /** Where the reader stops mails of this kind, for those that can be stopped. */
  stopUrl?: string;
};

/** Subject, HTML and text of a stored mail. Throws ZodError when the facts are not those of its purpose. */
export function renderMail(mail: MailToRender, context: MailContext): RenderedMail {
  const content = contentOf(mail, context);
  const html = `<!DOCTYPE html>${renderToStaticMarkup(<MailLayout content={content} />)}`;
  const stopUrl = content.footer.stop?.url;
  return { subject: content.subject, html, text: textPart(content), ...(stopUrl && { stopUrl }) };
}

function contentOf({ purpose, facts, token, stopUrl }: MailToRender, context: MailContext): MailContent {
  switch (purpose) {
    case "failure":
      return failureMail(mailFacts.failure.parse(facts), context);
    case "recovery":
      return recoveryMail(mailFacts.recovery.parse(facts), context);
    case "review":
      return reviewMail(mailFacts.review.parse(facts), context, stopUrl);
    case "connection":
      return connectionMail(mailFacts.connection.parse(facts), context);
    case "sign_in":
      if (!token) throw new Error("A sign-in mail without its token.");
      return signInMail(mailFacts.sign_in.parse(facts), token, context);
    case "invitation":
      if (!token) throw new Error("An invitation without its token.");
      return invitationMail(mailFacts.invitation.parse(facts), token, context);
    default:
      throw new Error(`There is no template for the purpose ${purpose}.`);
  }
}
