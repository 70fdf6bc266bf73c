import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { noteFailedSignIn } from "@/db/commands/sign-in/note-failed-sign-in";
import { closeSession } from "@/db/commands/sign-in/open-session";
import { signInWithEntra } from "@/db/commands/sign-in/sign-in-with-entra";
import { portalDatabase } from "@/db/portal";
import { normaliseAddress } from "@/lib/auth/address";
import { cookieRules } from "@/lib/auth/cookies";
import { type EntraIdentity, finishEntra, type KeptAttempt, readKept } from "@/lib/auth/entra/openid";
import { entraSettings } from "@/lib/auth/entra/settings";
import { networkAddress } from "@/lib/auth/network-address";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { absoluteLink, links } from "@/lib/links";
import { portalLog } from "@/lib/portal-log";
import { keepSession } from "@/lib/session";

/** Where Microsoft sends the browser back: signs in a member, or one who is invited, and nobody else. */
export async function GET(request: NextRequest): Promise<Response> {
  const state = request.nextUrl.searchParams.get("state") ?? "";
  const kept = await takeKept(state);
  // Not counted: any page can send a browser here, and would use up the tries of the whole office.
  if (!kept) return goTo(links.entraRefused());
  const network = networkAddress(request.headers.get("x-forwarded-for"));
  if (!(await countAttempt(portalDatabase(), "confirm_by_network", network))) return goTo(links.signInWait());
  const identity = await whoCame(request, kept);
  if (!identity) return goTo(links.entraRefused());
  const email = normaliseAddress(identity.address) ?? "";
  const sessionToken = newToken();
  const session = await signInWithEntra(portalDatabase(), {
    entraId: identity.objectId,
    email,
    sessionTokenHash: hashToken(sessionToken),
    userAgent: request.headers.get("user-agent"),
  });
  if (!session) {
    await noteFailedSignIn(portalDatabase(), { email, way: "entra" });
    return goTo(links.entraRefused());
  }
  const former = request.cookies.get(cookieRules(portalEnv().NEXTAUTH_URL).sessionToken.name)?.value;
  if (former) await closeSession(portalDatabase(), hashToken(former));
  await keepSession(sessionToken, session.endsAt);
  return goTo(kept.callbackPath);
}

async function whoCame(request: NextRequest, kept: KeptAttempt): Promise<EntraIdentity | null> {
  const settings = entraSettings();
  if (!settings) return null;
  const query = request.nextUrl.searchParams;
  const redirectUri = absoluteLink(portalEnv().NEXTAUTH_URL, links.entraCallback());
  const back = { code: query.get("code") ?? "", state: query.get("state") ?? "", redirectUri };
  return finishEntra(settings, kept, back).catch((error: unknown) => {
    portalLog().error({}, "A sign-in with Microsoft Entra ID was refused.", error);
    return null;
  });
}

/** What the browser kept when it left; good for one way back. Null: this is not the way back of what it began. */
async function takeKept(state: string): Promise<KeptAttempt | null> {
  const { name, options } = cookieRules(portalEnv().NEXTAUTH_URL).entra;
  const jar = await cookies();
  const kept = readKept(jar.get(name)?.value ?? "", state);
  if (kept) jar.set(name, "", { ...options, maxAge: 0 });
  return kept;
}

function goTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
