import { and, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { sessionIdleLimit, sessionWholeLimit } from "@/lib/auth/tokens";
import { MINUTE } from "@/lib/clock";

/** How far the idle limit may lag behind, so that not every page writes. */
const lag = 5 * MINUTE;

const span = (ms: number) => sql`make_interval(secs => ${ms / 1000})`;

export type LiveSession = {
  sessionId: string;
  enteredOrgId: string | null;
  userId: string;
  email: string;
  name: string | null;
  emailVerifiedAt: Date | null;
  /** When it ends whatever is done. */
  endsAt: Date;
};

/** The session of this cookie (by its hash) while it lives; asking counts as use and moves the idle limit. */
export async function findLiveSession(db: Database, tokenHash: string): Promise<LiveSession | null> {
  const [found] = await db
    .select({
      sessionId: sessions.id,
      enteredOrgId: sessions.enteredOrgId,
      userId: users.id,
      email: users.email,
      name: users.name,
      emailVerifiedAt: users.emailVerifiedAt,
      createdAt: sessions.createdAt,
      lagging: sql<boolean>`${sessions.expiresAt} < clock_timestamp() + ${span(sessionIdleLimit - lag)}`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHash),
        eq(sessions.secondFactorDue, false),
        gt(sessions.expiresAt, sql`clock_timestamp()`),
        gt(sessions.createdAt, sql`clock_timestamp() - ${span(sessionWholeLimit)}`),
      ),
    );
  if (!found) return null;
  if (found.lagging) await moveIdleLimit(db, tokenHash);
  const { lagging, createdAt, ...person } = found;
  return { ...person, endsAt: new Date(createdAt.getTime() + sessionWholeLimit) };
}

async function moveIdleLimit(db: Database, tokenHash: string): Promise<void> {
  await db
    .update(sessions)
    .set({ expiresAt: sql`clock_timestamp() + ${span(sessionIdleLimit)}` })
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, sql`clock_timestamp()`)));
}
