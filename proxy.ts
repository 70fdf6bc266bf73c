import { type NextRequest, NextResponse } from "next/server";
import { requestPathHeader } from "@/lib/request-path-header";

/** Tells pages their own path, for the way back after sign-in. It guards nothing: each read and write does that itself. */
export function proxy(request: NextRequest) {
  const headers = new Headers(request.headers);
  headers.set(requestPathHeader, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next/static|_next/image|.*\\.(?:svg|png|ico|webmanifest)$).*)"] };
