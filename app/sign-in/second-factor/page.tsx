import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { type PageQuery, readSignInQuery } from "@/app/sign-in/query";
import { enterCode } from "@/app/sign-in/second-factor/actions";
import { PageNotice } from "@/components/shell/page-notice";
import { PlainShell } from "@/components/shell/plain-shell";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";
import { currentSession, pendingSession } from "@/lib/session";

export const metadata: Metadata = { title: "Your code" };

export default async function SecondFactorPage({ searchParams }: { searchParams: PageQuery }) {
  const { callbackPath } = await readSignInQuery(searchParams);
  if (await currentSession()) goTo(callbackPath);
  const session = await pendingSession();
  if (!session) goTo(links.signIn(callbackPath));
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Enter your code</h1>
      <p className="mt-2 text-soft text-pretty">
        The six digits that your authenticator app shows for{" "}
        <b className="font-semibold break-words text-ink">{session.email}</b>. Without the app, enter one of
        your recovery codes.
      </p>
      <PageNotice />
      <form action={enterCode} className="mt-5">
        <input type="hidden" name="callbackUrl" value={callbackPath} />
        <TextField name="code" label="Code" autoComplete="one-time-code" maxLength={20} required />
        <SubmitButton variant="primary" pendingLabel="Checking…">
          Go on
        </SubmitButton>
      </form>
      <form action={signOut} className="mt-3 -ml-3">
        <Button variant="quiet">Sign in as somebody else</Button>
      </form>
    </PlainShell>
  );
}
