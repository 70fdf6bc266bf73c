import { and, count, eq, gt, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { recoveryCodes, secondFactors, sessions, users } from "@/db/schema";
import { sessionWholeLimit } from "@/lib/auth/tokens";

export type SecondFactor = { sealedSecret: string; confirmedAt: Date | null; recoveryCodesLeft: number };

/** A person's second factor, confirmed or begun; null: none. */
export async function findSecondFactor(
  db: Database | Transaction,
  userId: string,
): Promise<SecondFactor | null> {
  const [found] = await db
    .select({ sealedSecret: secondFactors.sealedSecret, confirmedAt: secondFactors.confirmedAt })
    .from(secondFactors)
    .where(eq(secondFactors.userId, userId));
  if (!found) return null;
  const [left] = await db
    .select({ count: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return { ...found, recoveryCodesLeft: left?.count ?? 0 };
}

export type PendingSession = {
  sessionId: string;
  userId: string;
  email: string;
  orgId: string;
  endsAt: Date;
};

/** The session of this cookie while it waits for its second factor. */
export async function findPendingSession(db: Database, tokenHash: string): Promise<PendingSession | null> {
  const [found] = await db
    .select({
      sessionId: sessions.id,
      userId: users.id,
      email: users.email,
      orgId: sessions.enteredOrgId,
      startedAt: sessions.createdAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash),
        eq(sessions.secondFactorDue, true),
        gt(sessions.expiresAt, sql`clock_timestamp()`),
      ),
    );
  if (!found?.orgId) return null;
  const { startedAt, orgId, ...session } = found;
  return { ...session, orgId, endsAt: new Date(startedAt.getTime() + sessionWholeLimit) };
}
