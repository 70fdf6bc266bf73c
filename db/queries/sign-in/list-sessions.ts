import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions } from "@/db/schema";
import { sessionIdleLimit, sessionWholeLimit } from "@/lib/auth/tokens";

export type OwnSession = {
  id: string;
  userAgent: string | null;
  startedAt: Date;
  /** To within five minutes. */
  lastSeenAt: Date;
};

/** A person's sessions that live, the newest first. One person has few: a link opens one, and none outlives a week. */
export async function listSessions(db: Database, userId: string): Promise<OwnSession[]> {
  const found = await db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      startedAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        eq(sessions.secondFactorDue, false),
        gt(sessions.expiresAt, sql`clock_timestamp()`),
        gt(sessions.createdAt, sql`clock_timestamp() - make_interval(secs => ${sessionWholeLimit / 1000})`),
      ),
    )
    .orderBy(desc(sessions.expiresAt), sessions.id)
    .limit(100);
  // Use moves the end on by the idle limit, so the end tells of the last use.
  return found.map(({ expiresAt, ...one }) => ({
    ...one,
    lastSeenAt: new Date(expiresAt.getTime() - sessionIdleLimit),
  }));
}
