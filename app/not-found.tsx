import type { Metadata } from "next";
import { PlainShell } from "@/components/shell/plain-shell";
import { LinkButton } from "@/components/ui/link-button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainShell>
      <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="mt-2 text-soft text-pretty">
        The address is wrong, what stood here has been removed, or it belongs to an organisation that you are
        not a member of. Nothing has been changed.
      </p>
      <div className="mt-5">
        <LinkButton href="/" variant="primary">
          Go to the dashboard
        </LinkButton>
      </div>
    </PlainShell>
  );
}
