import type { Metadata } from "next";
import { type PageQuery, readSignInQuery } from "@/app/sign-in/query";
import { PlainShell } from "@/components/shell/plain-shell";
import { TextLink } from "@/components/ui/text-link";
import { signInLinkLife } from "@/lib/auth/tokens";
import { MINUTE } from "@/lib/clock";
import { links } from "@/lib/links";

export const metadata: Metadata = { title: "Check your mail" };

export default async function CheckMailPage({ searchParams }: { searchParams: PageQuery }) {
  const { callbackPath } = await readSignInQuery(searchParams);
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Check your mail</h1>
      <p className="mt-2 text-pretty">
        If the address belongs to a member, a mail with a sign-in link is on its way. The link works once and
        for {signInLinkLife / MINUTE} minutes.
      </p>
      <p className="mt-3 text-soft text-pretty">
        Nothing after a few minutes? Look into the spam folder, then{" "}
        <TextLink href={links.signIn(callbackPath)}>ask for another link</TextLink>. If that does not help,
        ask an admin of your organisation whether you are a member under this address.
      </p>
    </PlainShell>
  );
}
