import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type KeysetPage, keysetOf, type PageCursor, pageOf } from "@/db/queries/portal/keyset";
import { auditEvents, invitations, members, type Role, users } from "@/db/schema";

export type MemberRow = { userId: string; email: string; name: string | null; role: Role; since: Date };

const columns = {
  userId: users.id,
  email: users.email,
  name: users.name,
  role: members.role,
  since: members.createdAt,
};

/** The members of an organisation by address; the cursor's key is the address. */
export async function listMembers(
  db: Database,
  { orgId, cursor, size = 50 }: { orgId: string; cursor: PageCursor | null; size?: number },
): Promise<KeysetPage<MemberRow>> {
  const { where, orderBy } = keysetOf([{ of: sql`${users.email}`, type: "text" }], cursor);
  const rows = await inOrg(db, orgId, (tx) =>
    tx
      .select(columns)
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.orgId, orgId), where))
      .orderBy(...orderBy)
      .limit(size + 1),
  );
  return pageOf(rows, size, cursor);
}

export type FormerMember = Pick<MemberRow, "userId" | "email">;

/** More of them are not offered to choose from; the audit itself has them all. */
const mostFormer = 200;

/** Who was a member and is one no longer, by the address that they had; the last to leave first. */
export async function listFormerMembers(db: Database, orgId: string): Promise<FormerMember[]> {
  return inOrg(db, orgId, async (tx) => {
    const { rows } = await tx.execute<FormerMember>(sql`
      select e.subject as "userId", e.facts->>'email' as email from (
        select distinct on (subject) subject, facts, id from ${auditEvents}
        where org_id = ${orgId} and action = 'member_removed' order by subject, id desc
      ) e
      where not exists (select from ${members} m where m.org_id = ${orgId} and m.user_id::text = e.subject)
      order by e.id desc limit ${mostFormer}`);
    return rows;
  });
}

/** One member; null: there is none with this id in the organisation. */
export async function findMember(
  db: Database,
  of: { orgId: string; userId: string },
): Promise<MemberRow | null> {
  const [found] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select(columns)
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.orgId, of.orgId), eq(members.userId, of.userId))),
  );
  return found ?? null;
}

export type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  expiresAt: Date;
  createdAt: Date;
  hasLapsed: boolean;
};

/** At most so many invitations wait in an organisation; `inviteMember` keeps to it. */
export const openInvitationsLimit = 100;

/**
 * The invitations that nobody has accepted or withdrawn, newest first: all that wait, and as many as find room of those that
 * have lapsed, until they are cleared.
 */
export async function listInvitations(db: Database, orgId: string): Promise<InvitationRow[]> {
  return inOrg(db, orgId, (tx) =>
    tx
      .select({
        id: invitations.id,
        email: invitations.email,
        role: invitations.role,
        expiresAt: invitations.expiresAt,
        createdAt: invitations.createdAt,
        hasLapsed: sql<boolean>`${invitations.expiresAt} <= clock_timestamp()`,
      })
      .from(invitations)
      .where(and(eq(invitations.orgId, orgId), isNull(invitations.closedAt)))
      .orderBy(desc(invitations.createdAt), asc(invitations.id))
      .limit(openInvitationsLimit),
  );
}
