import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { appendAuditEvent } from "@/db/commands/append-audit-event";
import { revokeSessionsIn } from "@/db/commands/sign-in/open-session";
import { invitations, members, type Role, users } from "@/db/schema";

type MemberId = { orgId: string; userId: string };
type Refusal = "no_member" | "last_admin";

/** Gives a member another role; who is no admin any more has no invitations open. An organisation keeps at least one admin. */
export async function changeRole(
  tx: Transaction,
  { role, ...of }: MemberId & { role: Role },
): Promise<{ email: string; former: Role } | Refusal> {
  const member = await holdMember(tx, of);
  if (!member) return "no_member";
  if (member.onlyAdmin && role !== "admin") return "last_admin";
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.orgId, of.orgId), eq(members.userId, of.userId)));
  if (role !== "admin") await closeInvitationsOf(tx, of);
  return { email: member.email, former: member.role };
}

/** Takes a member out and at once ends their sessions in this organisation and the invitations that they sent. An organisation keeps at least one admin. */
export async function removeMember(
  tx: Transaction,
  of: MemberId,
): Promise<{ email: string; former: Role; sessions: number } | Refusal> {
  const member = await holdMember(tx, of);
  if (!member) return "no_member";
  if (member.onlyAdmin) return "last_admin";
  await tx.delete(members).where(and(eq(members.orgId, of.orgId), eq(members.userId, of.userId)));
  await closeInvitationsOf(tx, of);
  const sessions = await revokeSessionsIn(tx, of);
  return { email: member.email, former: member.role, sessions };
}

/** Nobody gets in by the word of an admin who is none any more. Each one's end is audited as the system's own. */
async function closeInvitationsOf(tx: Transaction, { orgId, userId }: MemberId): Promise<void> {
  const closed = await tx
    .update(invitations)
    .set({ closedAt: sql`clock_timestamp()` })
    .where(and(eq(invitations.orgId, orgId), eq(invitations.invitedBy, userId), isNull(invitations.closedAt)))
    .returning({ id: invitations.id, email: invitations.email, role: invitations.role });
  for (const { id, ...facts } of closed) {
    await appendAuditEvent(
      tx,
      { orgId, actorId: null },
      { action: "invitation_withdrawn", subject: id, facts },
    );
  }
}

/** Reads a member while nobody else changes admins: of two who remove each other the second is told. */
async function holdMember(tx: Transaction, { orgId, userId }: MemberId) {
  const admins = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.orgId, orgId), eq(members.role, "admin")))
    .orderBy(members.userId)
    .for("update");
  const [member] = await tx
    .select({ email: users.email, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.orgId, orgId), eq(members.userId, userId)))
    .for("update", { of: members });
  if (!member) return null;
  return { ...member, onlyAdmin: member.role === "admin" && admins.length === 1 };
}
