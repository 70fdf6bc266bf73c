import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { insertSession, type SignInWay } from "@/db/commands/sign-in/open-session";
import { isOpen } from "@/db/queries/members/open-invitation";
import { invitations, members, users } from "@/db/schema";

export type Acceptance = {
  orgId: string;
  invitationId: string;
  /** What shows that the person is the one who was asked: the link's token, or the address as Entra ID knows it. */
  proof: { tokenHash: string } | { email: string };
  /** Of the session that is opened for the new member. */
  sessionTokenHash: string;
  userAgent: string | null;
  way: SignInWay;
};

/**
 * Uses an invitation up: the address becomes a person and a member, and a session is opened, all or nothing. Who holds
 * the link has the address's mail. Null: the invitation is not open, or the proof is not its own.
 */
export async function acceptInvitation(
  db: Database,
  of: Acceptance,
): Promise<{ endsAt: Date; userId: string } | null> {
  return inOrg(db, of.orgId, async (tx) => {
    const [taken] = await tx
      .update(invitations)
      .set({ closedAt: sql`clock_timestamp()` })
      .where(and(isOpen(of), isProven(of.proof)))
      .returning({ email: invitations.email, role: invitations.role });
    if (!taken) return null;
    const userId = await findOrAddPerson(tx, taken.email);
    await tx.insert(members).values({ orgId: of.orgId, userId, role: taken.role }).onConflictDoNothing();
    await appendAuditEvent(
      tx,
      { orgId: of.orgId, actorId: userId },
      { action: "invitation_accepted", subject: of.invitationId, facts: taken },
    );
    const { endsAt } = await insertSession(tx, {
      tokenHash: of.sessionTokenHash,
      userId,
      userAgent: of.userAgent,
      orgId: of.orgId,
      way: of.way,
    });
    return { endsAt, userId };
  });
}

function isProven(proof: Acceptance["proof"]) {
  return "email" in proof ? eq(invitations.email, proof.email) : eq(invitations.tokenHash, proof.tokenHash);
}

async function findOrAddPerson(tx: Transaction, email: string): Promise<string> {
  const verified = sql`clock_timestamp()`;
  const [person] = await tx
    .insert(users)
    .values({ email, emailVerifiedAt: verified })
    .onConflictDoUpdate({ target: users.email, set: { emailVerifiedAt: verified } })
    .returning({ id: users.id });
  if (!person) throw new Error("The person was not stored.");
  return person.id;
}
