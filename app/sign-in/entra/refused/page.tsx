import type { Metadata } from "next";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";
import { links } from "@/lib/links";

export const metadata: Metadata = { title: "Not signed in" };

export default function EntraRefusedPage() {
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">Microsoft did not sign you in here</h1>
      <p className="mt-2 text-pretty">
        Only members and people who are invited get in, under the address that they have at Microsoft. It may
        also be that you declined there, or that it took longer than ten minutes.
      </p>
      <p className="mt-3 text-soft text-pretty">
        Try again, or have a link sent to you instead. If neither works, ask an admin of your organisation
        whether you are a member, and under which address.
      </p>
      <div className="mt-5">
        <LinkButton href={links.signIn()} variant="primary">
          Back to sign-in
        </LinkButton>
      </div>
    </PlainShell>
  );
}
