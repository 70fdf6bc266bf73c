import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { users } from "@/db/schema";

export type Person = { id: string; email: string; name: string | null; emailVerifiedAt: Date | null };

const columns = {
  id: users.id,
  email: users.email,
  name: users.name,
  emailVerifiedAt: users.emailVerifiedAt,
};

/** People belong to no organisation: what they may enter is asked by `firstMembership`. */
export async function findUserByEmail(db: Database, email: string): Promise<Person | null> {
  const [person] = await db.select(columns).from(users).where(eq(users.email, email.toLowerCase()));
  return person ?? null;
}

export async function findUser(db: Database, userId: string): Promise<Person | null> {
  const [person] = await db.select(columns).from(users).where(eq(users.id, userId));
  return person ?? null;
}
