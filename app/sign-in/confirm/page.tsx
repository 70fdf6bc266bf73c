import type { Metadata } from "next";
import { type PageQuery, readSignInQuery } from "@/app/sign-in/query";
import { PlainShell } from "@/components/shell/plain-shell";
import { Button } from "@/components/ui/button";
import { goTo } from "@/lib/go-to";
import { links } from "@/lib/links";

export const metadata: Metadata = { title: "Sign in" };

/** Where the mail's link leads. Programs that check mails open links, so only pressing the button uses it up. */
export default async function ConfirmSignInPage({ searchParams }: { searchParams: PageQuery }) {
  const { token, email, callbackPath } = await readSignInQuery(searchParams);
  if (!token || !email) goTo(links.expiredLink(email, callbackPath));
  const query = new URLSearchParams({ token, email, callbackUrl: callbackPath });
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Sign in to PRISM Connect</h1>
      <p className="mt-2 text-soft text-pretty">
        You are about to sign in as <b className="font-semibold break-words text-ink">{email}</b>.
      </p>
      <form method="post" action={`/api/auth/callback/email?${query}`} className="mt-5">
        <Button variant="primary">Sign in</Button>
      </form>
    </PlainShell>
  );
}
