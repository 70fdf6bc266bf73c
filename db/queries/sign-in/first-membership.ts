import { asc, eq } from "drizzle-orm";
import { asUser, type Database } from "@/db/client";
import { members, organisations, type Role } from "@/db/schema";

export type Membership = { orgId: string; orgName: string; timeZone: string; role: Role };

/** The organisation that a person enters: of several the first by name. Null: a member of none. */
export async function firstMembership(db: Database, userId: string): Promise<Membership | null> {
  return asUser(db, userId, async (tx) => {
    const [membership] = await tx
      .select({
        orgId: organisations.id,
        orgName: organisations.name,
        timeZone: organisations.timeZone,
        role: members.role,
      })
      .from(members)
      .innerJoin(organisations, eq(organisations.id, members.orgId))
      .where(eq(members.userId, userId))
      .orderBy(asc(organisations.name), asc(organisations.id))
      .limit(1);
    return membership ?? null;
  });
}
