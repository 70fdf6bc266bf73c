import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { revokeSessionsIn } from "@/db/commands/sign-in/open-session";
import { members, type Role, users } from "@/db/schema";

type MemberId = { orgId: string; userId: string };
type Refusal = "no_member" | "last_admin";

/** Gives a member another role. An organisation keeps at least one admin. */
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
  return { email: member.email, former: member.role };
}

/** Takes a member out and ends their sessions in this organisation at once. An organisation keeps at least one admin. */
export async function removeMember(
  tx: Transaction,
  of: MemberId,
): Promise<{ email: string; former: Role; sessions: number } | Refusal> {
  const member = await holdMember(tx, of);
  if (!member) return "no_member";
  if (member.onlyAdmin) return "last_admin";
  await tx.delete(members).where(and(eq(members.orgId, of.orgId), eq(members.userId, of.userId)));
  const sessions = await revokeSessionsIn(tx, of);
  return { email: member.email, former: member.role, sessions };
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
