import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recoveryCodes, secondFactors, sessions } from "@/db/schema";
import { sessionIdleLimit } from "@/lib/auth/tokens";

/** Keeps a secret that no app has proven yet; takes the place of an earlier one of that kind. False: one is confirmed. */
export async function storeNewSecret(
  tx: Transaction,
  of: { userId: string; sealedSecret: string },
): Promise<boolean> {
  const stored = await tx
    .insert(secondFactors)
    .values(of)
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { sealedSecret: of.sealedSecret },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId });
  return stored.length > 0;
}

export type Confirmation = {
  userId: string;
  /** The same secret, sealed without the recovery codes. */
  sealedSecret: string;
  halfMinute: number;
  recoveryCodeHashes: string[];
};

/** From now on the code is asked for at sign-in. False: there was nothing to confirm. */
export async function confirmSecondFactor(tx: Transaction, of: Confirmation): Promise<boolean> {
  const confirmed = await tx
    .update(secondFactors)
    .set({
      sealedSecret: of.sealedSecret,
      confirmedAt: sql`clock_timestamp()`,
      usedHalfMinute: of.halfMinute,
    })
    .where(and(eq(secondFactors.userId, of.userId), isNull(secondFactors.confirmedAt)))
    .returning({ userId: secondFactors.userId });
  if (confirmed.length === 0) return false;
  await tx
    .insert(recoveryCodes)
    .values(of.recoveryCodeHashes.map((codeHash) => ({ userId: of.userId, codeHash })));
  return true;
}

/** Takes the code of a half minute, once and never one older than the newest that was taken. False: it was taken. */
export async function takeHalfMinute(
  tx: Transaction,
  of: { userId: string; halfMinute: number },
): Promise<boolean> {
  const taken = await tx
    .update(secondFactors)
    .set({ usedHalfMinute: of.halfMinute })
    .where(
      and(
        eq(secondFactors.userId, of.userId),
        isNotNull(secondFactors.confirmedAt),
        lt(secondFactors.usedHalfMinute, of.halfMinute),
      ),
    )
    .returning({ userId: secondFactors.userId });
  return taken.length > 0;
}

/** Uses a recovery code up. False: it is none of the person's, or was used. */
export async function takeRecoveryCode(
  tx: Transaction,
  of: { userId: string; codeHash: string },
): Promise<boolean> {
  const taken = await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, of.userId), eq(recoveryCodes.codeHash, of.codeHash)))
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

/** Takes the second factor away, with its recovery codes. */
export async function removeSecondFactor(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(secondFactors).where(eq(secondFactors.userId, userId));
}

/** Lets a session that waited for its second factor in, under a new token. False: it does not wait. */
export async function completeSession(
  tx: Transaction,
  of: { sessionId: string; newTokenHash: string },
): Promise<boolean> {
  const completed = await tx
    .update(sessions)
    .set({
      tokenHash: of.newTokenHash,
      secondFactorDue: false,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${sessionIdleLimit / 1000})`,
    })
    .where(and(eq(sessions.id, of.sessionId), eq(sessions.secondFactorDue, true)))
    .returning({ id: sessions.id });
  return completed.length > 0;
}
