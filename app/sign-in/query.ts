import { portalEnv } from "@/lib/env";
import { safeCallbackPath } from "@/lib/links";

/** The query of a page as Next hands it over. */
export type PageQuery = Promise<Record<string, string | string[] | undefined>>;

/** What the pages around sign-in are told by their address; a repeated name counts as missing. */
export async function readSignInQuery(query: PageQuery) {
  const { token, email, callbackUrl } = await query;
  return {
    token: single(token),
    email: single(email),
    callbackPath: safeCallbackPath(single(callbackUrl), portalEnv().NEXTAUTH_URL),
  };
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
