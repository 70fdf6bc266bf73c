import { and, eq, ne, sql } from "drizzle-orm";
import { type Database, enterOrg, type Transaction } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { firstMembership } from "@/db/queries/sign-in/first-membership";
import { findSecondFactor } from "@/db/queries/sign-in/second-factor";
import { sessions, users } from "@/db/schema";
import { sessionIdleLimit, sessionWholeLimit, signInLinkLife } from "@/lib/auth/tokens";

/** By what a person has shown who they are. */
export type SignInWay = "link" | "invitation" | "entra";

export type NewSession = {
  tokenHash: string;
  userId: string;
  /** What the browser calls itself. */
  userAgent: string | null;
};

/**
 * Opens a session for a person who has just shown who they are, in the organisation that is theirs; audited there. It
 * opens nothing yet where a second factor is to be asked for.
 */
export async function openSession(
  db: Database,
  { way, ...session }: NewSession & { way: SignInWay },
): Promise<{ endsAt: Date }> {
  const membership = await firstMembership(db, session.userId);
  if (!membership) throw new Error("A member of nothing has nothing to sign in to.");
  return db.transaction(async (tx) => {
    await enterOrg(tx, membership.orgId);
    return insertSession(tx, { ...session, orgId: membership.orgId, way });
  });
}

/** The same inside a transaction of the organisation that is entered. */
export async function insertSession(
  tx: Transaction,
  { orgId, way, ...session }: NewSession & { orgId: string; way: SignInWay },
): Promise<{ endsAt: Date }> {
  const factor = await findSecondFactor(tx, session.userId);
  const secondFactorDue = factor?.confirmedAt != null;
  const lifeMs = secondFactorDue ? signInLinkLife : sessionIdleLimit;
  const [opened] = await tx
    .insert(sessions)
    .values({
      ...session,
      userAgent: session.userAgent?.slice(0, 300) ?? null,
      enteredOrgId: orgId,
      secondFactorDue,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${lifeMs / 1000})`,
      createdAt: sql`clock_timestamp()`,
    })
    .returning({ id: sessions.id, createdAt: sessions.createdAt });
  if (!opened) throw new Error("The session was not stored.");
  const by = { orgId, actorId: session.userId };
  const action = secondFactorDue ? "second_factor_asked" : "signed_in";
  await appendAuditEvent(tx, by, { action, subject: opened.id, facts: { way } });
  return { endsAt: new Date(opened.createdAt.getTime() + sessionWholeLimit) };
}

/** Ends a session; its cookie is worth nothing from now on. */
export async function closeSession(db: Database, tokenHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}

/** Ends one of a person's sessions by its id. False: there is none. */
export async function revokeSession(
  tx: Transaction,
  of: { userId: string; sessionId: string },
): Promise<boolean> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, of.userId), eq(sessions.id, of.sessionId)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends all of a person's sessions but this one; answers how many. */
export async function revokeOtherSessions(
  tx: Transaction,
  of: { userId: string; keptSessionId: string },
): Promise<number> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, of.userId), ne(sessions.id, of.keptSessionId)))
    .returning({ id: sessions.id });
  return ended.length;
}

/** Ends a person's sessions in one organisation; those in others go on. Answers how many. */
export async function revokeSessionsIn(
  tx: Transaction,
  of: { userId: string; orgId: string },
): Promise<number> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, of.userId), eq(sessions.enteredOrgId, of.orgId)))
    .returning({ id: sessions.id });
  return ended.length;
}

/**
 * Takes a session to another organisation of the same person, and notes it in the audit there; whether it is theirs is
 * asked before. The transaction stays in the organisation that it was in.
 */
export async function enterOrganisation(
  tx: Transaction,
  of: { userId: string; sessionId: string; orgId: string; fromOrgId: string },
): Promise<void> {
  await tx
    .update(sessions)
    .set({ enteredOrgId: of.orgId })
    .where(and(eq(sessions.userId, of.userId), eq(sessions.id, of.sessionId)));
  await enterOrg(tx, of.orgId);
  const by = { orgId: of.orgId, actorId: of.userId };
  await appendAuditEvent(tx, by, { action: "organisation_entered", subject: of.sessionId });
  await enterOrg(tx, of.fromOrgId);
}

/** Notes that the person has shown that the address is theirs. */
export async function markEmailVerified(db: Database, userId: string): Promise<void> {
  await db.update(users).set({ emailVerifiedAt: sql`clock_timestamp()` }).where(eq(users.id, userId));
}
