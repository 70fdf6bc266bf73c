import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { sessionIdleLimit, sessionWholeLimit } from "@/lib/auth/tokens";

/** Opens a session for a person whose address a link has just proven. Returns when it ends whatever is done. */
export async function openSession(
  db: Database,
  session: { tokenHash: string; userId: string },
): Promise<Date> {
  const [opened] = await db
    .insert(sessions)
    .values({
      ...session,
      expiresAt: sql`clock_timestamp() + make_interval(secs => ${sessionIdleLimit / 1000})`,
      createdAt: sql`clock_timestamp()`,
    })
    .returning({ createdAt: sessions.createdAt });
  if (!opened) throw new Error("The session was not stored.");
  return new Date(opened.createdAt.getTime() + sessionWholeLimit);
}

/** Ends a session; its cookie is worth nothing from now on. */
export async function closeSession(db: Database, tokenHash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
}

/** Notes that the person has shown that the address is theirs. */
export async function markEmailVerified(db: Database, userId: string): Promise<void> {
  await db.update(users).set({ emailVerifiedAt: sql`clock_timestamp()` }).where(eq(users.id, userId));
}
