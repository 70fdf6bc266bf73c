import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { JWK } from "jose";
import { type Database, inOrg } from "@/db/client";
import { queueMail } from "@/db/commands/mails/queue-mail";
import { findUserByEmail } from "@/db/queries/sign-in/find-user";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { hashToken } from "@/lib/auth/tokens";
import { seal } from "@/lib/seal";
import { countUnusedLinks, storeSignInToken } from "./sign-in-tokens";

/** Links that may be on their way to one address at a time; more are not sent, so that nobody's mailbox is flooded. */
const unusedLinksLimit = 5;

export type SignInRequest = {
  /** Normalised, lower case. */
  email: string;
  token: string;
  callbackPath: string | null;
  /** The worker's key: the mail's row holds the token sealed, and only the worker can open it. */
  publicKey: JWK;
};

/**
 * Stores the link's token and makes its mail due, in one transaction. Nothing happens for an address that is no
 * member's, or that has too many unused links; the caller's answer must not tell which.
 */
export async function issueSignInLink(
  db: Database,
  request: SignInRequest,
): Promise<"sent" | "unknown" | "too_many"> {
  const { email, token, callbackPath } = request;
  const person = await findUserByEmail(db, email);
  const membership = person && (await firstMembership(db, person.id));
  if (!membership) return "unknown";
  const { orgId } = membership;
  const mailId = randomUUID();
  const sealedToken = await seal(request.publicKey, { orgId, subject: mailId }, token);
  return inOrg(db, orgId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))`);
    if ((await countUnusedLinks(tx, email)) >= unusedLinksLimit) return "too_many";
    await storeSignInToken(tx, { tokenHash: hashToken(token), email });
    await queueMail(tx, {
      orgId,
      id: mailId,
      purpose: "sign_in",
      causeId: randomUUID(),
      recipients: [email],
      facts: { email, callbackPath },
      sealedToken,
    });
    return "sent";
  });
}
