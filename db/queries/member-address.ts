import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { members, users } from "@/db/schema";

/** True while the person with this address is a member of the organisation. */
export async function isMemberAddress(
  db: Database,
  { orgId, email }: { orgId: string; email: string },
): Promise<boolean> {
  const found = await inOrg(db, orgId, (tx) =>
    tx
      .select({ userId: users.id })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.orgId, orgId), eq(users.email, email))),
  );
  return found.length > 0;
}
