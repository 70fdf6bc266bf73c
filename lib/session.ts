import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { closeSession } from "@/db/commands/sign-in/open-session";
import { portalDatabase } from "@/db/portal";
import { findLiveSession } from "@/db/queries/sign-in/find-session";
import { listMemberships } from "@/db/queries/sign-in/first-membership";
import { findPendingSession, type PendingSession } from "@/db/queries/sign-in/second-factor";
import type { Role } from "@/db/schema";
import { cookieRules } from "@/lib/auth/cookies";
import { hashToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { requestPath } from "@/lib/request-path";

/** Who is asking, and for which organisation. Every query takes its `orgId`. */
export type Session = {
  /** Names the session in the database; worth nothing as a cookie. */
  sessionId: string;
  userId: string;
  email: string;
  orgId: string;
  orgName: string;
  /** IANA name, for showing instants; never for billing dates. */
  timeZone: string;
  role: Role;
};

const sessionCookie = () => cookieRules(portalEnv().NEXTAUTH_URL).sessionToken;

const findSession = cache(async (): Promise<{ session: Session; isMemberOfOthers: boolean } | null> => {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  if (!token) return null;
  const db = portalDatabase();
  const live = await findLiveSession(db, hashToken(token));
  const [membership, ...others] = live ? await listMemberships(db, live.userId, live.enteredOrgId) : [];
  if (!live || !membership) return null;
  const { sessionId, userId, email } = live;
  return { session: { sessionId, userId, email, ...membership }, isMemberOfOthers: others.length > 0 };
});

/** The session of this request, asked for once per request; null: signed out, or a member of no organisation. */
export async function currentSession(): Promise<Session | null> {
  return (await findSession())?.session ?? null;
}

/** Whether who is asking may switch to another organisation. */
export async function isMemberOfOthers(): Promise<boolean> {
  return (await findSession())?.isMemberOfOthers ?? false;
}

/** The session of this request while its second factor is still to be asked for; null: it has none to ask for. */
export const pendingSession = cache(async (): Promise<PendingSession | null> => {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  return token ? findPendingSession(portalDatabase(), hashToken(token)) : null;
});

/** Gives this browser the cookie of a session. Only in a server action or a route handler. */
export async function keepSession(token: string, endsAt: Date): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, token, { ...options, expires: endsAt });
}

/** The session, or to the sign-in page and afterwards back to this very page. */
export async function requireSession(): Promise<Session> {
  const session = await currentSession();
  if (session) return session;
  goTo(links.signIn(await requestPath()));
}

/** Ends the session here and in the database. Only in a server action or a route handler. */
export async function endSession(): Promise<void> {
  const jar = await cookies();
  const { name, options } = sessionCookie();
  const token = jar.get(name)?.value;
  if (token) await closeSession(portalDatabase(), hashToken(token));
  jar.set(name, "", { ...options, maxAge: 0 });
}
