import { type Database, inOrg } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import type { SignInWay } from "@/db/commands/sign-in/open-session";
import { findUserByEmail } from "@/db/queries/sign-in/find-user";
import { firstMembership } from "@/db/queries/sign-in/first-membership";

/**
 * Notes a sign-in that failed in the audit of the organisation that the person would have entered. An address that
 * nobody has leaves no event: it belongs to no organisation. Nor does one beyond the limit for an address, so that nobody fills the audit.
 */
export async function noteFailedSignIn(
  db: Database,
  { email, way }: { email: string; way: SignInWay },
): Promise<void> {
  const person = await findUserByEmail(db, email);
  const membership = person && (await firstMembership(db, person.id));
  if (!membership || !(await countAttempt(db, "failure_noted", email))) return;
  const { orgId } = membership;
  await inOrg(db, orgId, (tx) =>
    appendAuditEvent(
      tx,
      { orgId, actorId: null },
      { action: "sign_in_failed", subject: person.id, facts: { email, way } },
    ),
  );
}
