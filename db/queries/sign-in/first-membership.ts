import { asc, desc, eq, sql } from "drizzle-orm";
import { asUser, type Database } from "@/db/client";
import { members, organisations, type Role } from "@/db/schema";

export type Membership = { orgId: string; orgName: string; timeZone: string; role: Role };

/**
 * The organisation that a person is in: the one that their session entered, as long as they are its member, else of
 * several the first by name. Null: a member of none.
 */
export async function firstMembership(
  db: Database,
  userId: string,
  enteredOrgId: string | null = null,
): Promise<Membership | null> {
  const [membership] = await listMemberships(db, userId, enteredOrgId);
  return membership ?? null;
}

/** All organisations of a person: the one that their session entered first, the others by name. */
export async function listMemberships(
  db: Database,
  userId: string,
  enteredOrgId: string | null = null,
): Promise<Membership[]> {
  const entered = sql`coalesce(${organisations.id} = ${enteredOrgId}::uuid, false)`;
  return asUser(db, userId, (tx) =>
    tx
      .select({
        orgId: organisations.id,
        orgName: organisations.name,
        timeZone: organisations.timeZone,
        role: members.role,
      })
      .from(members)
      .innerJoin(organisations, eq(organisations.id, members.orgId))
      .where(eq(members.userId, userId))
      .orderBy(desc(entered), asc(organisations.name), asc(organisations.id)),
  );
}
