import "server-only";
import { headers } from "next/headers";
import { portalEnv } from "@/lib/env";
import { goTo } from "@/lib/go-to";
import { leaveNotice } from "@/lib/notice";
import { comesFromOwnPage } from "@/lib/origin-rule";
import { requestPath } from "@/lib/request-path";

/** For actions of people who are not signed in: ends the request unless it comes from a page of the portal. */
export async function refuseForeignPages(): Promise<void> {
  const { NEXTAUTH_URL } = portalEnv();
  if (comesFromOwnPage((await headers()).get("origin"), NEXTAUTH_URL)) return;
  await complain(`Please open the portal at ${new URL(NEXTAUTH_URL).origin} and try again there.`);
}

/** Back to the page that the form stands on, which says what is wrong. */
export async function complain(title: string): Promise<never> {
  goTo(await leaveNotice(await requestPath(), { tone: "err", title }));
}
