import { and, count, eq, gt, lt, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { signInTokens } from "@/db/schema";
import { signInLinkLife } from "@/lib/auth/tokens";

const ago = (ms: number) => sql`clock_timestamp() - make_interval(secs => ${ms / 1000})`;

/** Stores a link's token by its hash, and clears away those that have lapsed. `lifeMs` is 15 minutes for mails. */
export async function storeSignInToken(
  db: Database | Transaction,
  token: { tokenHash: string; email: string; lifeMs?: number },
): Promise<void> {
  await db.delete(signInTokens).where(lt(signInTokens.expiresAt, ago(signInLinkLife)));
  await db.insert(signInTokens).values({
    tokenHash: token.tokenHash,
    email: token.email,
    expiresAt: sql`clock_timestamp() + make_interval(secs => ${(token.lifeMs ?? signInLinkLife) / 1000})`,
    createdAt: sql`clock_timestamp()`,
  });
}

/** Uses a link up. Null: it never existed, was used, or its time is over. */
export async function takeSignInToken(
  db: Database,
  token: { tokenHash: string; email: string },
): Promise<{ expiresAt: Date } | null> {
  const [used] = await db
    .delete(signInTokens)
    .where(and(eq(signInTokens.tokenHash, token.tokenHash), eq(signInTokens.email, token.email)))
    .returning({
      expiresAt: signInTokens.expiresAt,
      live: sql<boolean>`${signInTokens.expiresAt} > clock_timestamp()`,
    });
  return used?.live ? { expiresAt: used.expiresAt } : null;
}

/** How many links this address was sent within their life and has not used. */
export async function countUnusedLinks(db: Transaction, email: string): Promise<number> {
  const [unused] = await db
    .select({ count: count() })
    .from(signInTokens)
    .where(and(eq(signInTokens.email, email), gt(signInTokens.createdAt, ago(signInLinkLife))));
  return unused?.count ?? 0;
}
