import { setTimeout as sleep } from "node:timers/promises";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { issueSignInLink, type SignInRequest } from "@/db/commands/sign-in/issue-sign-in-link";
import { portalDatabase } from "@/db/portal";
import { newToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { links, safeCallbackPath } from "@/lib/links";
import { portalLog } from "@/lib/portal-log";

/** Every answer takes at least so long, whether the address is known or not. Far above the time that the work takes. */
const answerAfterMs = 400;

/**
 * Sends a sign-in link to the address if it is a member's. Returns nothing, after the same time, either way.
 * Throws when the database cannot be reached.
 */
export async function sendSignInLink(request: {
  email: string;
  network: string;
  callbackUrl: string | null;
}): Promise<void> {
  const env = portalEnv();
  const path = safeCallbackPath(request.callbackUrl, env.NEXTAUTH_URL);
  const [outcome] = await Promise.all([
    issueWithinLimit(request.network, {
      email: request.email,
      token: newToken(),
      callbackPath: path === links.dashboard() ? null : path,
      publicKey: env.CREDENTIALS_PUBLIC_KEY,
    }),
    sleep(answerAfterMs),
  ]);
  portalLog().info({ status: outcome }, "A sign-in link was asked for.");
}

/**
 * Counted for every address alike, so that the limit tells nothing of who is a member; and for each network by itself,
 * so that nobody uses up another's. How many links are on their way to an address is limited over all.
 */
async function issueWithinLimit(network: string, request: SignInRequest) {
  const db = portalDatabase();
  const allowed = await countAttempt(db, "link_by_account", `${request.email} ${network}`);
  return allowed ? issueSignInLink(db, request) : "too_many";
}
