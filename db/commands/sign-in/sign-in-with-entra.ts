import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { acceptInvitation } from "@/db/commands/members/accept-invitation";
import { openSession } from "@/db/commands/sign-in/open-session";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { invitations, users } from "@/db/schema";

export type EntraSignIn = {
  /** "tenant/object": stays with a person, while the address may change. */
  entraId: string;
  /** Normalised, lower case. */
  email: string;
  sessionTokenHash: string;
  userAgent: string | null;
};

/**
 * Opens a session for somebody whom Entra ID knows: a member by their id there, or at the first time by their address;
 * or somebody who is invited, whose invitation is accepted by that. Null: anybody else, and a member whose address
 * came with another id than before.
 */
export async function signInWithEntra(
  db: Database,
  { entraId, email, sessionTokenHash, userAgent }: EntraSignIn,
): Promise<{ endsAt: Date } | null> {
  const person = await findPerson(db, entraId, email);
  if (person && person.entraId !== null && person.entraId !== entraId) return null;
  if (person && (await firstMembership(db, person.id))) {
    if (!(await rememberId(db, person.id, entraId))) return null;
    const session = { tokenHash: sessionTokenHash, userId: person.id, userAgent };
    return openSession(db, { ...session, way: "entra" });
  }
  const invitation = await newestInvitation(db, email);
  if (!invitation) return null;
  const accepted = await acceptInvitation(db, {
    ...invitation,
    proof: { email },
    sessionTokenHash,
    userAgent,
    way: "entra",
  });
  if (accepted) await rememberId(db, accepted.userId, entraId);
  return accepted;
}

/** By the id before the address: who was given somebody's former address is not that person. */
async function findPerson(db: Database, entraId: string, email: string) {
  const found = await db
    .select({ id: users.id, entraId: users.entraId })
    .from(users)
    .where(or(eq(users.entraId, entraId), eq(users.email, email)));
  return found.find((one) => one.entraId === entraId) ?? found.at(0) ?? null;
}

/** False: the person has another id meanwhile. */
async function rememberId(db: Database, userId: string, entraId: string): Promise<boolean> {
  const kept = await db
    .update(users)
    .set({ entraId })
    .where(and(eq(users.id, userId), or(isNull(users.entraId), eq(users.entraId, entraId))))
    .returning({ id: users.id });
  return kept.length > 0;
}

/** Of any organisation: the policy "own_invitations" shows a transaction those of the address that it names. */
async function newestInvitation(db: Database, email: string) {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.email', ${email}, true)`);
    const [newest] = await tx
      .select({ orgId: invitations.orgId, invitationId: invitations.id })
      .from(invitations)
      .where(
        and(
          eq(invitations.email, email),
          isNull(invitations.closedAt),
          gt(invitations.expiresAt, sql`clock_timestamp()`),
        ),
      )
      .orderBy(desc(invitations.createdAt))
      .limit(1);
    return newest ?? null;
  });
}
