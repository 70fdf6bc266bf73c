import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { cookieRules } from "@/lib/auth/cookies";
import { beginEntra, keptText } from "@/lib/auth/entra/openid";
import { entraSettings } from "@/lib/auth/entra/settings";
import { portalEnv } from "@/lib/env";
import { absoluteLink, links, safeCallbackPath } from "@/lib/links";
import { portalLog } from "@/lib/portal-log";

const attemptSeconds = 600;

/** Sends the browser to Microsoft, with what it has to bring back kept in a cookie. */
export async function GET(request: NextRequest): Promise<Response> {
  const settings = entraSettings();
  if (!settings) return new Response("There is no such page.\n", { status: 404 });
  const { NEXTAUTH_URL } = portalEnv();
  const callbackPath = safeCallbackPath(request.nextUrl.searchParams.get("callbackUrl"), NEXTAUTH_URL);
  const redirectUri = absoluteLink(NEXTAUTH_URL, links.entraCallback());
  const begun = await beginEntra(settings, { redirectUri, callbackPath }).catch((error: unknown) => {
    portalLog().error({}, "Microsoft Entra ID could not be asked.", error);
    return null;
  });
  if (!begun) return goTo(links.entraRefused());
  const { name, options } = cookieRules(NEXTAUTH_URL).entra;
  (await cookies()).set(name, keptText(begun.kept), { ...options, maxAge: attemptSeconds });
  return goTo(begun.url);
}

function goTo(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
