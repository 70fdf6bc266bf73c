import type { Metadata } from "next";
import { LinkForm } from "@/app/sign-in/link-form";
import { type PageQuery, readSignInQuery } from "@/app/sign-in/query";
import { PageNotice } from "@/components/shell/page-notice";
import { PlainShell } from "@/components/shell/plain-shell";
import { buttonStyle } from "@/components/ui/button-style";
import { entraSettings } from "@/lib/auth/entra/settings";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { currentSession, pendingSession } from "@/lib/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: PageQuery }) {
  const { email, callbackPath } = await readSignInQuery(searchParams);
  if (await currentSession()) goTo(callbackPath);
  if (await pendingSession()) goTo(links.secondFactor(callbackPath));
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
      <p className="mt-2 text-soft text-pretty">
        We send you a link. There is no password.
        {callbackPath === links.dashboard() ? null : " Afterwards you are taken to the page that you opened."}
      </p>
      <PageNotice />
      {entraSettings() ? (
        <div className="mt-5 border-b border-line pb-5">
          {/* A plain link: the answer leads to another site, which the router cannot follow. */}
          <a href={links.beginEntra(callbackPath)} className={buttonStyle("secondary", "medium")}>
            Sign in with Microsoft
          </a>
        </div>
      ) : null}
      <LinkForm callbackPath={callbackPath} email={email} button="Send me a link" />
    </PlainShell>
  );
}
