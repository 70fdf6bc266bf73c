import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { invitations, organisations, users } from "@/db/schema";

type InvitationId = { orgId: string; invitationId: string };

/** The conditions under which an invitation can still be accepted. */
export function isOpen({ orgId, invitationId }: InvitationId) {
  return and(
    eq(invitations.orgId, orgId),
    eq(invitations.id, invitationId),
    isNull(invitations.closedAt),
    gt(invitations.expiresAt, sql`clock_timestamp()`),
  );
}

/** True while somebody can accept it; its mail leaves only then. */
export async function isOpenInvitation(db: Database, of: InvitationId): Promise<boolean> {
  const found = await inOrg(db, of.orgId, (tx) =>
    tx.select({ id: invitations.id }).from(invitations).where(isOpen(of)),
  );
  return found.length > 0;
}

/** What the holder of an invitation's link is told of it; null: it is not open, or the token is not its own. */
export async function findInvitation(db: Database, of: InvitationId & { tokenHash: string }) {
  const [found] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        email: invitations.email,
        role: invitations.role,
        orgName: organisations.name,
        invitedBy: users.email,
      })
      .from(invitations)
      .innerJoin(organisations, eq(organisations.id, invitations.orgId))
      .innerJoin(users, eq(users.id, invitations.invitedBy))
      .where(and(isOpen(of), eq(invitations.tokenHash, of.tokenHash))),
  );
  return found ?? null;
}
