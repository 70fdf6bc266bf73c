import type { JWK } from "jose";
import { z } from "zod";
import { changeRole, removeMember } from "@/db/commands/members/change-member";
import { inviteMember, withdrawInvitation } from "@/db/commands/members/invite-member";
import { setTimeZone } from "@/db/commands/members/set-time-zone";
import { roles } from "@/db/schema";
import { normaliseAddress } from "@/lib/auth/address";
import { roleWords } from "@/lib/auth/role-words";
import { invitationLife } from "@/lib/auth/tokens";
import { DAY } from "@/lib/clock";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

/** What admins change about the people of their organisation. */

const address = z.string().transform((text, context) => {
  const email = normaliseAddress(text);
  if (email) return email;
  context.addIssue({ code: "custom", message: "Enter an e-mail address, like name@company.com." });
  return z.NEVER;
});

const invitation = z.object({ email: address, role: z.enum(roles, "Choose a role.") });
const invitationId = z.object({ invitationId: z.uuid() });
const member = z.object({ userId: z.uuid() });
const newRole = member.extend({ role: z.enum(roles, "Choose a role.") });
const zone = z.object({ timeZone: z.string().min(1).max(100) });

export const invitationRule = { role: "admin", input: invitation } as const;
export const invitationIdRule = { role: "admin", input: invitationId } as const;
export const newRoleRule = { role: "admin", input: newRole } as const;
export const memberRule = { role: "admin", input: member } as const;
export const zoneRule = { role: "admin", input: zone } as const;

type PublicKey = () => JWK;

/** Invites an address; its mail is on its way with the commit. */
export function invite(publicKey: PublicKey): Changing<typeof invitation> {
  return async ({ session, tx, input }) => {
    const invitedBy = { userId: session.userId, email: session.email };
    const of = { orgId: session.orgId, ...input, invitedBy, publicKey: publicKey() };
    const done = await inviteMember(tx, of);
    if (done === "already_member") {
      const email = `${input.email} is a member already.`;
      throw new MutationRefused("Nobody was invited.", { fieldErrors: { email } });
    }
    if (done === "too_many") {
      throw new MutationRefused("Nobody was invited: too many invitations were sent this week.", {
        text: "Wait a few days before you send more.",
      });
    }
    return {
      audit: { action: "member_invited", subject: done.invitationId, facts: input },
      to: links.members(),
      notice: {
        title: `${input.email} is invited as ${roleWords[input.role].article}.`,
        text: `The mail is on its way. Its link works for ${invitationLife / DAY} days.`,
      },
    };
  };
}

/** Sends an invitation again: a new link with a week of its own, and the old one works no more. */
export function inviteAgain(publicKey: PublicKey): Changing<typeof invitationId> {
  return async ({ session, tx, input }) => {
    const former = await withdrawInvitation(tx, { orgId: session.orgId, ...input });
    if (!former) throw gone();
    return invite(publicKey)({ session, tx, input: former });
  };
}

export const withdraw: Changing<typeof invitationId> = async ({ session, tx, input }) => {
  const former = await withdrawInvitation(tx, { orgId: session.orgId, ...input });
  if (!former) throw gone();
  return {
    audit: { action: "invitation_withdrawn", subject: input.invitationId, facts: former },
    notice: { title: `The invitation of ${former.email} is withdrawn. Its link works no more.` },
  };
};

export const giveRole: Changing<typeof newRole> = async ({ session, tx, input }) => {
  const done = await changeRole(tx, { orgId: session.orgId, ...input });
  if (typeof done === "string") throw refusal[done]();
  const facts = { email: done.email, from: done.former, to: input.role };
  return {
    audit: done.former === input.role ? null : { action: "role_changed", subject: input.userId, facts },
    to: links.members(),
    notice: { title: `${done.email} is ${roleWords[input.role].article} now.` },
  };
};

export const remove: Changing<typeof member> = async ({ session, tx, input }) => {
  const done = await removeMember(tx, { orgId: session.orgId, ...input });
  if (typeof done === "string") throw refusal[done]();
  const facts = { email: done.email, role: done.former, sessionsEnded: String(done.sessions) };
  return {
    audit: { action: "member_removed", subject: input.userId, facts },
    to: links.members(),
    notice: {
      title: `${done.email} is no member any more, and is signed out of this organisation.`,
      text: "Mails about a program go to the addresses in its settings: take the address out there, too.",
    },
  };
};

export const chooseTimeZone: Changing<typeof zone> = async ({ session, tx, input }) => {
  if (!(await setTimeZone(tx, { orgId: session.orgId, ...input }))) {
    throw new MutationRefused("This time zone is not known, so nothing was changed.");
  }
  return {
    audit: {
      action: "time_zone_set",
      subject: session.orgId,
      facts: { from: session.timeZone, to: input.timeZone },
    },
    to: links.members(),
    notice: { title: `Times are shown, and syncs are due, by the clock of ${input.timeZone} now.` },
  };
};

const refusal = {
  no_member: () => new MutationRefused("This person is no member any more.", { stale: true }),
  last_admin: () =>
    new MutationRefused("An organisation needs an admin, so nothing was changed.", {
      text: "Make another member an admin first.",
    }),
};

function gone(): MutationRefused {
  return new MutationRefused(
    "This invitation does not wait any more: it was accepted, withdrawn or replaced.",
  );
}
