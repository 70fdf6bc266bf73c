"use server";

import { cookies, headers } from "next/headers";
import { z } from "zod";
import { refuseForeignPages } from "@/app/sign-in/refuse-foreign-pages";
import { acceptInvitation } from "@/db/commands/members/accept-invitation";
import { closeSession } from "@/db/commands/sign-in/open-session";
import { portalDatabase } from "@/db/portal";
import { cookieRules } from "@/lib/auth/cookies";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { readForm } from "@/lib/forms/form-input";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { leaveNotice } from "@/lib/notice";
import { requestPath } from "@/lib/request-path";
import { keepSession } from "@/lib/session";

const invitation = z.object({ org: z.uuid(), id: z.uuid(), token: z.string().min(1).max(100) });

/** Accepts the invitation whose link the person holds, and signs them in; a session they had before ends. */
export async function acceptInvitationLink(form: FormData): Promise<void> {
  const { NEXTAUTH_URL } = portalEnv();
  const asked = await headers();
  await refuseForeignPages();
  const read = readForm(invitation, form);
  if ("fieldErrors" in read) goTo(links.signIn());
  const { org, id, token } = read.input;
  const { name } = cookieRules(NEXTAUTH_URL).sessionToken;
  const former = (await cookies()).get(name)?.value;
  const sessionToken = newToken();
  const accepted = await acceptInvitation(portalDatabase(), {
    orgId: org,
    invitationId: id,
    proof: { tokenHash: hashToken(token) },
    way: "invitation",
    sessionTokenHash: hashToken(sessionToken),
    userAgent: asked.get("user-agent"),
  });
  if (!accepted) goTo(await requestPath());
  if (former) await closeSession(portalDatabase(), hashToken(former));
  await keepSession(sessionToken, accepted.endsAt);
  goTo(await leaveNotice(links.dashboard(), { tone: "ok", title: "Welcome. You are a member now." }));
}
