import { z } from "zod";
import { enterOrganisation, revokeOtherSessions, revokeSession } from "@/db/commands/sign-in/open-session";
import { isMember } from "@/db/queries/members/is-member";
import { countOf } from "@/lib/format/number";
import { type Changing, MutationRefused } from "@/lib/forms/perform-mutation";
import { links } from "@/lib/links";

/** What everybody changes about their own sessions. */

const one = z.object({ sessionId: z.uuid() });
const others = z.object({});
const organisation = z.object({ orgId: z.uuid() });

export const oneRule = { role: "viewer", input: one } as const;
export const othersRule = { role: "viewer", input: others } as const;
export const organisationRule = { role: "viewer", input: organisation } as const;

export const revokeOne: Changing<typeof one> = async ({ session, tx, input }) => {
  const { userId } = session;
  if (!(await revokeSession(tx, { userId, ...input })))
    throw new MutationRefused("This session has ended already.");
  return {
    audit: { action: "session_revoked", subject: input.sessionId },
    notice: { title: "The session is ended. Whoever has it has to sign in again." },
  };
};

export const revokeOthers: Changing<typeof others> = async ({ session, tx }) => {
  const { userId, sessionId } = session;
  const count = await revokeOtherSessions(tx, { userId, keptSessionId: sessionId });
  return {
    audit:
      count > 0 ? { action: "sessions_revoked", subject: userId, facts: { count: String(count) } } : null,
    notice: {
      title: count > 0 ? `${countOf(count, "other session")} ended.` : "There was no other session to end.",
    },
  };
};

/** Takes this session to another organisation of the same person; the audit of that one says so. */
export const switchOrganisation: Changing<typeof organisation> = async ({ session, tx, input }) => {
  const { userId, sessionId } = session;
  if (input.orgId === session.orgId) return { audit: null, to: links.dashboard() };
  if (!(await isMember(tx, { userId, ...input }))) {
    throw new MutationRefused("You are no member of this organisation any more.");
  }
  await enterOrganisation(tx, { userId, sessionId, ...input, fromOrgId: session.orgId });
  return { audit: null, to: links.dashboard() };
};
