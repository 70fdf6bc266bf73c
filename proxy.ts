import { type NextRequest, NextResponse } from "next/server";
import { portalEnv } from "@/lib/env";
import { bodyTooLong, sendsTooMuch } from "@/lib/http/body-limit";
import { newRequestId, requestIdHeader } from "@/lib/http/request-id";
import { answerHeaders, contentSecurityPolicy, newNonce } from "@/lib/http/security-headers";
import { requestPathHeader } from "@/lib/request-path-header";

const policyHeader = "Content-Security-Policy";

/**
 * Tells pages their own path, for the way back after sign-in, and gives each answer its id and the headers of security.
 * It lets nobody in and keeps nobody out: each read and write does that itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { NEXTAUTH_URL, NODE_ENV } = portalEnv();
  const policy = contentSecurityPolicy(newNonce(), { development: NODE_ENV === "development" });
  const requestId = newRequestId();
  const headers = new Headers(request.headers);
  headers.set(requestPathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set(requestIdHeader, requestId);
  // Next takes the nonce from here for the scripts and styles that it puts into the page.
  headers.set(policyHeader, policy);
  const answer = sendsTooMuch(request.headers.get("content-length"))
    ? // With a charset beside it Next's client would not show the words.
      new NextResponse(bodyTooLong, { status: 413, headers: { "Content-Type": "text/plain" } })
    : NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries({
    ...answerHeaders(NEXTAUTH_URL),
    [policyHeader]: policy,
    [requestIdHeader]: requestId,
  })) {
    answer.headers.set(name, value);
  }
  return answer;
}

/** Everything but files that are the same for all: of those Next says itself how long they may be kept. */
export const config = { matcher: ["/((?!_next/static/|icon.svg$|favicon.ico$|apple-touch-icon.png$).*)"] };
