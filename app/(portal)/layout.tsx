import type { ReactNode } from "react";
import { menuOf } from "@/app/(portal)/menu";
import { SignOutForm } from "@/app/sign-in/sign-out-form";
import { AppShell } from "@/components/shell/app-shell";
import { portalDatabase } from "@/db/portal";
import { listMenuPrograms } from "@/db/queries/portal/menu-programs";
import { requireSession } from "@/lib/session";

/** Every signed-in page. A page asks for the session itself too: a layout does not guard what it surrounds. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const programs = await listMenuPrograms(portalDatabase(), { orgId: session.orgId });
  return (
    <AppShell
      groups={menuOf(programs)}
      organisation={session.orgName}
      account={session.email}
      signOut={<SignOutForm />}
    >
      {children}
    </AppShell>
  );
}
