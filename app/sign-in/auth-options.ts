import "server-only";
import type { AuthOptions } from "next-auth";
import { portalDatabase } from "@/db/portal";
import { signInAdapter } from "@/db/sign-in-adapter";
import { normaliseAddress } from "@/lib/auth/address";
import { cookieRules } from "@/lib/auth/cookies";
import { newToken, sessionWholeLimit, signInLinkLife } from "@/lib/auth/tokens";
import { SECOND } from "@/lib/clock";
import { portalEnv } from "@/lib/env";
import { portalLog } from "@/lib/portal-log";

type EmailProvider = Extract<AuthOptions["providers"][number], { type: "email" }>;

/** Written out by hand: next-auth's own provider brings a mail library that we do not use. */
function emailLink(): EmailProvider {
  return {
    id: "email",
    type: "email",
    name: "Email",
    server: "",
    from: "",
    maxAge: signInLinkLife / SECOND,
    // Nothing is mixed into the hash: next-auth's hash is then plain SHA-256, as `hashToken` makes it.
    secret: "",
    generateVerificationToken: newToken,
    normalizeIdentifier: (text) => {
      const address = normaliseAddress(text);
      if (!address) throw new Error("Not an address.");
      return address;
    },
    sendVerificationRequest: () => {
      throw new Error("Links are asked for with the form of the sign-in page.");
    },
    options: {},
  };
}

/** How next-auth signs people in: by an e-mailed link, with sessions in the database. `userAgent` is the browser's name. */
export function authOptions(userAgent: string | null): AuthOptions {
  const env = portalEnv();
  const { sessionToken, csrfToken, callbackUrl } = cookieRules(env.NEXTAUTH_URL);
  return {
    secret: env.NEXTAUTH_SECRET,
    providers: [emailLink()],
    adapter: signInAdapter(portalDatabase(), userAgent),
    session: {
      strategy: "database",
      maxAge: sessionWholeLimit / SECOND,
      updateAge: sessionWholeLimit / SECOND,
      generateSessionToken: newToken,
    },
    cookies: { sessionToken, csrfToken, callbackUrl },
    pages: { signIn: "/sign-in", verifyRequest: "/sign-in/check-mail", error: "/sign-in/expired" },
    logger: {
      error: (code, metadata) =>
        portalLog().error({ code }, "Sign-in failed.", metadata instanceof Error ? metadata : undefined),
      warn: (code) => portalLog().warn({ code }, "A warning from sign-in."),
      debug: () => undefined,
    },
  };
}
