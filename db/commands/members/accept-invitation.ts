import { and, eq, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { rememberEntraId } from "@/db/commands/sign-in/entra-id";
import { insertSession, type SignInWay } from "@/db/commands/sign-in/open-session";
import { isOpen } from "@/db/queries/members/open-invitation";
import { invitations, members, users } from "@/db/schema";

export type Acceptance = {
  orgId: string;
  invitationId: string;
  /**
   * What shows that the person is the one who was asked: the link's token, or the address as Entra ID knows it. Of Entra
   * ID the person's id is kept; `userId`: who had it before, under whatever address.
   */
  proof: { tokenHash: string } | { email: string; entraId: string; userId: string | null };
  /** Of the session that is opened for the new member. */
  sessionTokenHash: string;
  userAgent: string | null;
  way: SignInWay;
};

/**
 * Uses an invitation up: the address becomes a person and a member, and a session is opened, all or nothing. Who holds
 * the link has the address's mail. Null: the invitation is not open, or the proof is not its own. Throws, with nothing
 * used up, when the id of Entra ID is another person's.
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
    const userId = await personOf(tx, of.proof, taken.email);
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

async function personOf(tx: Transaction, proof: Acceptance["proof"], email: string): Promise<string> {
  if (!("email" in proof)) return findOrAddPerson(tx, email);
  const userId = proof.userId ?? (await findOrAddPerson(tx, email));
  if (!(await rememberEntraId(tx, userId, proof.entraId))) {
    throw new Error("The person has another id of Entra ID.");
  }
  return userId;
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
