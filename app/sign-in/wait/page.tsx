import type { Metadata } from "next";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";
import { links } from "@/lib/links";

export const metadata: Metadata = { title: "Too many attempts" };

export default function WaitPage() {
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Too many attempts</h1>
      <p className="mt-2 text-pretty">
        There were more attempts to sign in than a person makes, from your network or for your address. Wait a
        quarter of an hour, then try again with the newest mail.
      </p>
      <div className="mt-5">
        <LinkButton href={links.signIn()}>Back to sign-in</LinkButton>
      </div>
    </PlainShell>
  );
}
