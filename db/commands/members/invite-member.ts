import { randomUUID } from "node:crypto";
import { and, count, eq, gt, isNull, sql } from "drizzle-orm";
import type { JWK } from "jose";
import type { Transaction } from "@/db/client";
import { queueMail } from "@/db/commands/mails/queue-mail";
import { openInvitationsLimit } from "@/db/queries/members/list-members";
import { invitations, members, type Role, users } from "@/db/schema";
import { hashToken, invitationLife, newToken } from "@/lib/auth/tokens";
import { seal } from "@/lib/seal";

export type Invitation = {
  orgId: string;
  /** Normalised, lower case. */
  email: string;
  role: Role;
  invitedBy: { userId: string; email: string };
  /** The worker's key: the mail's row holds the token sealed, and only the worker can open it. */
  publicKey: JWK;
};

/**
 * Invites an address and makes the mail due, in the transaction that is given. An earlier invitation of the address
 * that still waits is closed, so that the newest mail is the one that works.
 */
export async function inviteMember(
  tx: Transaction,
  { orgId, email, role, invitedBy, publicKey }: Invitation,
): Promise<{ invitationId: string } | "already_member" | "too_many"> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitations:${orgId}`}, 0))`);
  if (await isMember(tx, orgId, email)) return "already_member";
  if ((await countRecent(tx, orgId)) >= openInvitationsLimit) return "too_many";
  await tx
    .update(invitations)
    .set({ closedAt: sql`clock_timestamp()` })
    .where(and(eq(invitations.orgId, orgId), eq(invitations.email, email), isNull(invitations.closedAt)));
  const invitationId = randomUUID();
  const mailId = randomUUID();
  const token = newToken();
  await tx.insert(invitations).values({
    orgId,
    id: invitationId,
    email,
    role,
    tokenHash: hashToken(token),
    invitedBy: invitedBy.userId,
    expiresAt: sql`clock_timestamp() + make_interval(secs => ${invitationLife / 1000})`,
  });
  await queueMail(tx, {
    orgId,
    id: mailId,
    purpose: "invitation",
    causeId: invitationId,
    recipients: [email],
    facts: { invitationId, orgId, email, role, invitedBy: invitedBy.email },
    sealedToken: await seal(publicKey, { orgId, subject: mailId }, token),
  });
  return { invitationId };
}

/** Closes an invitation that waits; its link is worth nothing from now on. Null: it does not wait any more. */
export async function withdrawInvitation(
  tx: Transaction,
  of: { orgId: string; invitationId: string },
): Promise<{ email: string; role: Role } | null> {
  const [closed] = await tx
    .update(invitations)
    .set({ closedAt: sql`clock_timestamp()` })
    .where(
      and(eq(invitations.orgId, of.orgId), eq(invitations.id, of.invitationId), isNull(invitations.closedAt)),
    )
    .returning({ email: invitations.email, role: invitations.role });
  return closed ?? null;
}

async function isMember(tx: Transaction, orgId: string, email: string): Promise<boolean> {
  const found = await tx
    .select({ userId: users.id })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.orgId, orgId), eq(users.email, email)));
  return found.length > 0;
}

/** How many were sent within their life, whatever became of them: nobody's mailbox is flooded through us. */
async function countRecent(tx: Transaction, orgId: string): Promise<number> {
  const since = sql`clock_timestamp() - make_interval(secs => ${invitationLife / 1000})`;
  const [recent] = await tx
    .select({ count: count() })
    .from(invitations)
    .where(and(eq(invitations.orgId, orgId), gt(invitations.createdAt, since)));
  return recent?.count ?? 0;
}
