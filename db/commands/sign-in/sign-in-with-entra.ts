import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { acceptInvitation } from "@/db/commands/members/accept-invitation";
import { rememberEntraId } from "@/db/commands/sign-in/entra-id";
import { openSession } from "@/db/commands/sign-in/open-session";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { invitations, users } from "@/db/schema";

export type EntraSignIn = {
  /** "tenant/object": stays with a person, while the address may change. */
  entraId: string;
  /** Normalised, lower case; empty: none that can be trusted. */
  email: string;
  sessionTokenHash: string;
  userAgent: string | null;
};

/**
 * Opens a session for somebody whom Entra ID knows: a member by their id there, or at the first time by their address;
 * or somebody who is invited, whose invitation is accepted by that: who is known keeps the address that we know them by.
 * Null, with nothing used up: anybody else, a member whose address came with another id than before, and a known id that
 * came with the address of another person.
 */
export async function signInWithEntra(
  db: Database,
  { entraId, email, sessionTokenHash, userAgent }: EntraSignIn,
): Promise<{ endsAt: Date } | null> {
  const person = await findPerson(db, entraId, email);
  if (person === "two_people" || (person?.entraId && person.entraId !== entraId)) return null;
  if (person && (await firstMembership(db, person.id))) {
    if (!(await rememberEntraId(db, person.id, entraId))) return null;
    const session = { tokenHash: sessionTokenHash, userId: person.id, userAgent };
    return openSession(db, { ...session, way: "entra" });
  }
  const invitation = await newestInvitation(db, email);
  if (!invitation) return null;
  return acceptInvitation(db, {
    ...invitation,
    proof: { email, entraId, userId: person?.id ?? null },
    sessionTokenHash,
    userAgent,
    way: "entra",
  });
}

/** By the id before the address: who was given somebody's former address is not that person. */
async function findPerson(db: Database, entraId: string, email: string) {
  const found = await db
    .select({ id: users.id, entraId: users.entraId })
    .from(users)
    .where(or(eq(users.entraId, entraId), eq(users.email, email)));
  const byId = found.find((one) => one.entraId === entraId);
  if (byId && (await firstMembership(db, byId.id))) return byId;
  return found.length > 1 ? "two_people" : (found.at(0) ?? null);
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
