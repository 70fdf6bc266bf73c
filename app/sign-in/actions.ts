"use server";

import { headers } from "next/headers";
import { complain, refuseForeignPages } from "@/app/sign-in/refuse-foreign-pages";
import { sendSignInLink } from "@/app/sign-in/send-sign-in-link";
import { countAttempt } from "@/db/commands/sign-in/count-attempt";
import { portalDatabase } from "@/db/portal";
import { normaliseAddress } from "@/lib/auth/address";
import { networkAddress } from "@/lib/auth/network-address";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { links, safeCallbackPath } from "@/lib/links";
import { portalLog } from "@/lib/portal-log";
import { endSession } from "@/lib/session";

/** Sends a link to the address in the form, if it is a member's; the answer is the same if it is not. */
export async function requestSignInLink(form: FormData): Promise<void> {
  await refuseForeignPages();
  const email = normaliseAddress(textOf(form, "email"));
  const callbackUrl = textOf(form, "callbackUrl");
  if (!email) return complain("Please enter your e-mail address, like name@company.com.");
  const network = networkAddress((await headers()).get("x-forwarded-for"));
  if (!(await countAttempt(portalDatabase(), "link_by_network", network))) goTo(links.signInWait());
  const sent = await sendSignInLink({ email, network, callbackUrl }).then(
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

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
