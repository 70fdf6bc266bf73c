import { and, eq, isNull, or } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { users } from "@/db/schema";

/** Keeps a person's id of Entra ID, "tenant/object". False: the person has another one. */
export async function rememberEntraId(
  db: Database | Transaction,
  userId: string,
  entraId: string,
): Promise<boolean> {
  const kept = await db
    .update(users)
    .set({ entraId })
    .where(and(eq(users.id, userId), or(isNull(users.entraId), eq(users.entraId, entraId))))
    .returning({ id: users.id });
  return kept.length > 0;
}
