"use server";

import { refuseForeignPages } from "@/app/sign-in/refuse-foreign-pages";
import { passSecondFactor } from "@/db/commands/sign-in/pass-second-factor";
import { portalDatabase } from "@/db/portal";
import { hashToken, newToken } from "@/lib/auth/tokens";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { links, safeCallbackPath } from "@/lib/links";
import { leaveNotice } from "@/lib/notice";
import { requestPath } from "@/lib/request-path";
import { keepSession, pendingSession } from "@/lib/session";

/** Checks the code of the second factor, and goes on to where the person wanted to go. */
export async function enterCode(form: FormData): Promise<void> {
  await refuseForeignPages();
  const env = portalEnv();
  const text = (name: string) => String(form.get(name) ?? "").slice(0, 2_000);
  const path = safeCallbackPath(text("callbackUrl"), env.NEXTAUTH_URL);
  const session = await pendingSession();
  if (!session) goTo(links.signIn(path));
  const token = newToken();
  const outcome = await passSecondFactor(portalDatabase(), {
    session,
    typed: text("code"),
    newTokenHash: hashToken(token),
    portalSecret: env.NEXTAUTH_SECRET,
    now: new Date(),
  });
  if (outcome === "too_many") goTo(links.signInWait());
  if (outcome === "wrong") {
    const title = "This code is not right, or was used already. Wait for the next one and enter that.";
    goTo(await leaveNotice(await requestPath(), { tone: "err", title }));
  }
  await keepSession(token, session.endsAt);
  goTo(path);
}
