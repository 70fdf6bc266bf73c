import { type Database, inOrg } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { completeSession } from "@/db/commands/sign-in/second-factor";
import { takeCode } from "@/db/commands/sign-in/take-code";
import { findSecondFactor, type PendingSession } from "@/db/queries/sign-in/second-factor";
import { readCode } from "@/lib/auth/second-factor/check-code";
import { openSecret } from "@/lib/auth/second-factor/secret-box";

export type PassAttempt = {
  session: PendingSession;
  typed: string;
  /** Of the session once it is let in: the token that knew only the link is worth nothing then. */
  newTokenHash: string;
  portalSecret: string;
  now: Date;
};

/** Lets a waiting session in when the code is right. Attempts are limited per person, right ones count too. */
export async function passSecondFactor(
  db: Database,
  { session, typed, newTokenHash, portalSecret, now }: PassAttempt,
): Promise<"passed" | "wrong" | "too_many"> {
  const { userId, orgId, sessionId } = session;
  if (!(await countAttempt(db, "second_factor", userId))) return "too_many";
  const factor = await findSecondFactor(db, userId);
  if (!factor) return "wrong";
  const { secret } = await openSecret(portalSecret, userId, factor.sealedSecret);
  const code = readCode(secret, typed, now);
  return inOrg(db, orgId, async (tx) => {
    const way = await takeCode(tx, userId, code);
    const passed = way !== null && (await completeSession(tx, { sessionId, newTokenHash }));
    const by = { orgId, actorId: passed ? userId : null };
    const action = passed ? "signed_in" : "second_factor_failed";
    await appendAuditEvent(tx, by, {
      action,
      subject: passed ? sessionId : userId,
      facts: { way: way ?? "code" },
    });
    return passed ? "passed" : "wrong";
  });
}
