import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/sign-in/auth-options";
import { mayPressLink } from "@/db/commands/sign-in/may-press-link";
import { noteFailedSignIn } from "@/db/commands/sign-in/note-failed-sign-in";
import { closeSession } from "@/db/commands/sign-in/open-session";
import { portalDatabase } from "@/db/portal";
import { normaliseAddress } from "@/lib/auth/address";
import { cookieRules } from "@/lib/auth/cookies";
import { networkAddress } from "@/lib/auth/network-address";
import { answersSignInCall } from "@/lib/auth/sign-in-calls";
import { hashToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { links, safeCallbackPath } from "@/lib/links";
import { comesFromOwnPage } from "@/lib/origin-rule";

type Context = { params: Promise<{ nextauth: string[] }> };

/** Opening an address never uses a link up: a GET of the callback leads to the page with the button. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  if (!answersSignInCall(action)) return noSuchCall();
  if (action !== "callback")
    return NextAuth(request, context, authOptions(request.headers.get("user-agent")));
  const { token, email, callbackPath } = linkOf(request);
  return goTo(links.confirmSignIn(token, email, callbackPath));
}

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  if (!comesFromOwnPage(request.headers.get("origin"), portalEnv().NEXTAUTH_URL)) {
    return new Response("This did not come from a page of the portal.", { status: 403 });
  }
  const [action] = (await context.params).nextauth;
  if (!answersSignInCall(action)) return noSuchCall();
  if (action === "callback") return signInWithLink(request, context);
  return NextAuth(request, context, authOptions(request.headers.get("user-agent")));
}

function noSuchCall(): Response {
  return new Response("There is no such page.", { status: 404 });
}

/** Signs in with the link of a mail; the session that the browser had before ends. */
async function signInWithLink(request: NextRequest, context: Context): Promise<Response> {
  const { sessionToken } = cookieRules(portalEnv().NEXTAUTH_URL);
  const { email, callbackPath } = linkOf(request);
  const network = networkAddress(request.headers.get("x-forwarded-for"));
  if (!(await mayPressLink(portalDatabase(), { email, network }))) return goTo(links.signInWait());
  const former = request.cookies.get(sessionToken.name)?.value;
  const answer: Response = await NextAuth(request, context, authOptions(request.headers.get("user-agent")));
  const cookies = answer.headers
    .getSetCookie()
    .filter((cookie) => cookie.startsWith(`${sessionToken.name}=`));
  if (cookies.length === 0) {
    await noteFailedSignIn(portalDatabase(), { email: normaliseAddress(email) ?? "", way: "link" });
    return goTo(links.expiredLink(email, callbackPath));
  }
  if (former) await closeSession(portalDatabase(), hashToken(former));
  return goTo(callbackPath, cookies);
}

function linkOf(request: NextRequest) {
  const query = request.nextUrl.searchParams;
  return {
    token: query.get("token") ?? "",
    email: query.get("email") ?? "",
    callbackPath: safeCallbackPath(query.get("callbackUrl"), portalEnv().NEXTAUTH_URL),
  };
}

function goTo(path: string, cookies: string[] = []): Response {
  const headers = new Headers({ location: path, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
