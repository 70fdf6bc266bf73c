import type { JWK } from "jose";
import { z } from "zod";
import type { Database } from "@/db/client";
import { type ClaimedMail, claimMail, type MailId } from "@/db/commands/mails/claim-mail";
import { acceptMail, freezeMail, parkMail, postponeMail } from "@/db/commands/mails/settle-mail";
import { isMemberAddress } from "@/db/queries/member-address";
import { isOpenInvitation } from "@/db/queries/members/open-invitation";
import type { FrozenMail } from "@/db/schema";
import { type RenderedMail, renderMail } from "@/emails/render-mail";
import type { Mailer } from "@/emails/send";
import { signInLinkLife } from "@/lib/auth/tokens";
import { MINUTE } from "@/lib/clock";
import { absoluteLink, links } from "@/lib/links";
import type { EventLog } from "@/lib/logger";
import { openSealed } from "@/lib/seal";
import { decideMailRetry, mailRetryLimit } from "./mail-retry";

export type SendMailTools = {
  db: Database;
  mailer: Mailer;
  log: EventLog;
  /** Address of the portal, for links. */
  portalUrl: string;
  /** They open the tokens of sign-in mails and invitations. */
  privateKeys: readonly JWK[];
};

/** How long one try may take before another worker looks at the mail again. */
const holdMs = 2 * MINUTE;

/**
 * One try at a mail. It is rendered and frozen before its first try, so that every try sends the same words under
 * the same key and the provider takes it once. Only due mails are touched: calling twice sends once.
 */
export async function sendMail(
  tools: SendMailTools,
  id: MailId,
): Promise<"accepted" | "later" | "parked" | "not_due"> {
  const mail = await claimMail(tools.db, id, holdMs);
  if (!mail) return "not_due";
  const pointless = await findPointless(tools, id, mail);
  if (pointless) return park(tools, id, pointless);
  const words = await prepareWords(tools, id, mail);
  if ("unreadable" in words) return park(tools, id, "cannot_be_written", words.unreadable);
  const sinceFirstTryMs = mail.now.getTime() - words.firstTryAt.getTime();
  // Its first try may have been accepted, by a provider that has forgotten its key since.
  if (sinceFirstTryMs > mailRetryLimit) return park(tools, id, "end_unknown");
  const sending = { ...words.rendered, to: mail.recipients, idempotencyKey: id.mailId };
  const answer = await tools.mailer(sending).catch((error: unknown) => ({ error }));
  if ("error" in answer) {
    const next = decideMailRetry(answer.error, { attempt: mail.attempts, sinceFirstTryMs });
    return next.retry ? postpone(tools, id, next) : park(tools, id, next.reason, answer.error);
  }
  await acceptMail(tools.db, id, answer.providerId);
  return "accepted";
}

/** Looks at the world once more: why nobody would want this mail any longer, or null. */
async function findPointless({ db }: SendMailTools, id: MailId, mail: ClaimedMail): Promise<string | null> {
  if (mail.recipients.length === 0) return "no_recipients";
  if (mail.purpose === "invitation") {
    return (await isOpenInvitation(db, { orgId: id.orgId, invitationId: mail.causeId })) ? null : "closed";
  }
  if (mail.purpose !== "sign_in") return null;
  if (mail.now.getTime() - mail.createdAt.getTime() >= signInLinkLife) return "link_expired";
  const [email = ""] = mail.recipients;
  return (await isMemberAddress(db, { orgId: id.orgId, email })) ? null : "no_member";
}

type Words = { rendered: RenderedMail; firstTryAt: Date };

/** The mail's words: those of its first try, or rendered now. A database error is thrown, and the mail comes back. */
async function prepareWords(
  tools: SendMailTools,
  id: MailId,
  mail: ClaimedMail,
): Promise<Words | { unreadable: unknown }> {
  if (mail.frozen) return wordsOf(mail.frozen);
  const rendered = await renderClaimed(tools, id, mail).catch((unreadable: unknown) => ({ unreadable }));
  if ("unreadable" in rendered) return rendered;
  // A mail with a token is never kept in clear: from its sealed token it comes out the same with every try.
  if (carriesToken(mail)) return { rendered, firstTryAt: mail.createdAt };
  return wordsOf(await freezeMail(tools.db, id, { ...rendered, at: mail.now.toISOString() }));
}

function wordsOf({ at, ...rendered }: FrozenMail): Words {
  return { rendered, firstTryAt: new Date(at) };
}

function carriesToken({ purpose }: ClaimedMail): boolean {
  return purpose === "sign_in" || purpose === "invitation";
}

async function renderClaimed(
  { portalUrl, privateKeys }: SendMailTools,
  { orgId, mailId }: MailId,
  mail: ClaimedMail,
): Promise<RenderedMail> {
  const { name: orgName, timeZone } = mail.organisation;
  const context = { origin: portalUrl, orgName, timeZone };
  const stopUrl = absoluteLink(portalUrl, links.stopReviews(orgId, mailId));
  if (!carriesToken(mail)) return renderMail({ ...mail, stopUrl }, context);
  const opened = await openSealed(privateKeys, { orgId, subject: mailId }, mail.sealedToken ?? "");
  return renderMail({ ...mail, token: z.string().parse(opened) }, context);
}

async function postpone(
  tools: SendMailTools,
  id: MailId,
  next: { reason: string; waitMs: number },
): Promise<"later"> {
  await postponeMail(tools.db, id, next);
  tools.log.warn({ ...id, reason: next.reason, waitMs: next.waitMs }, "A mail is tried again later.");
  return "later";
}

async function park(tools: SendMailTools, id: MailId, reason: string, error?: unknown): Promise<"parked"> {
  await parkMail(tools.db, id, reason);
  tools.log.error({ ...id, reason }, "A mail was given up.", error);
  return "parked";
}
