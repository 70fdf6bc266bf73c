import type { Metadata } from "next";
import { LinkForm } from "@/app/sign-in/link-form";
import { type PageQuery, readSignInQuery } from "@/app/sign-in/query";
import { PageNotice } from "@/components/shell/page-notice";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";
import { currentSession } from "@/lib/session";

export const metadata: Metadata = { title: "This link does not work any more" };

export default async function ExpiredLinkPage({ searchParams }: { searchParams: PageQuery }) {
  const { email, callbackPath } = await readSignInQuery(searchParams);
  const session = await currentSession();
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">This link does not work any more</h1>
      <p className="mt-2 text-pretty">
        A sign-in link works once and only for a short time. This one was used already, or its time is over.
        Nothing is wrong with your account.
      </p>
      <PageNotice />
      {session ? (
        <div className="mt-5">
          <p className="mb-3">You are still signed in as {session.email}.</p>
          <LinkButton href={callbackPath} variant="primary">
            Go on
          </LinkButton>
        </div>
      ) : (
        <LinkForm callbackPath={callbackPath} email={email} button="Send me a new one" />
      )}
    </PlainShell>
  );
}
