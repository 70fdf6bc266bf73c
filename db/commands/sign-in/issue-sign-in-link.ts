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

/** What stands for the organisation of an address that nobody has. */
const nowhere = "00000000-0000-0000-0000-000000000000";

/**
 * Stores the link's token and makes its mail due, in one transaction. No mail leaves for an address that is no
 * member's, or that has too many unused links; the caller's answer must not tell which, and neither does the work: for
 * an address that nobody has, the same is asked, sealed and stored, and what would be the mail is as many empty
 * statements.
 */
export async function issueSignInLink(
  db: Database,
  request: SignInRequest,
): Promise<"sent" | "unknown" | "too_many"> {
  const { email, token, callbackPath } = request;
  const person = await findUserByEmail(db, email);
  const membership = await firstMembership(db, person?.id ?? nowhere);
  const orgId = membership?.orgId ?? nowhere;
  const mailId = randomUUID();
  const sealedToken = await seal(request.publicKey, { orgId, subject: mailId }, token);
  return inOrg(db, orgId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))`);
    if ((await countUnusedLinks(tx, email)) >= unusedLinksLimit) return "too_many";
    await storeSignInToken(tx, { tokenHash: hashToken(token), email });
    if (!membership) {
      await tx.execute(sql`select ${sealedToken}::text, ${email}::text`);
      await tx.execute(sql`select ${mailId}::uuid`);
      return "unknown";
    }
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
