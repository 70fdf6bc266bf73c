import type { ReactNode } from "react";
import { loadMenuPrograms } from "@/app/(portal)/load-menu-programs";
import { menuOf } from "@/app/(portal)/menu";
import { SignOutForm } from "@/app/sign-in/sign-out-form";
import { AppShell } from "@/components/shell/app-shell";
import { FormOrganisation } from "@/components/ui/form-organisation";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

/** Every signed-in page. A page asks for the session itself too: a layout does not guard what it surrounds. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const programs = await loadMenuPrograms(session.orgId);
  return (
    <AppShell
      groups={menuOf(programs, session.role)}
      organisation={session.orgName}
      account={{ name: session.email, href: links.profile() }}
      signOut={<SignOutForm />}
    >
      <FormOrganisation orgId={session.orgId}>{children}</FormOrganisation>
    </AppShell>
  );
}
