"use server";

import { headers } from "next/headers";
import { sendSignInLink } from "@/app/sign-in/send-sign-in-link";
import { normaliseAddress } from "@/lib/auth/address";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { links, safeCallbackPath } from "@/lib/links";
import { leaveNotice } from "@/lib/notice";
import { comesFromOwnPage } from "@/lib/origin-rule";
import { portalLog } from "@/lib/portal-log";
import { requestPath } from "@/lib/request-path";
import { endSession } from "@/lib/session";

/** Sends a link to the address in the form, if it is a member's; the answer is the same if it is not. */
export async function requestSignInLink(form: FormData): Promise<void> {
  await refuseForeignPages();
  const email = normaliseAddress(textOf(form, "email"));
  const callbackUrl = textOf(form, "callbackUrl");
  if (!email) return complain("Please enter your e-mail address, like name@company.com.");
  const sent = await sendSignInLink({ email, callbackUrl }).then(
    () => true,
    (error: unknown) => {
      portalLog().error({}, "A sign-in link could not be made.", error);
      return false;
    },
  );
  if (!sent) return complain("The link could not be sent just now. Please try again in a minute.");
  const path = safeCallbackPath(callbackUrl, portalEnv().NEXTAUTH_URL);
  goTo(links.checkMail(path === links.dashboard() ? undefined : path));
}

/** Ends the session in this browser and in the database. */
export async function signOut(): Promise<void> {
  await refuseForeignPages();
  await endSession();
  goTo(links.signIn());
}

async function refuseForeignPages(): Promise<void> {
  const { NEXTAUTH_URL } = portalEnv();
  if (comesFromOwnPage((await headers()).get("origin"), NEXTAUTH_URL)) return;
  await complain(`Please open the portal at ${new URL(NEXTAUTH_URL).origin} and try again there.`);
}

async function complain(title: string): Promise<void> {
  goTo(await leaveNotice(await requestPath(), { tone: "err", title }));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
