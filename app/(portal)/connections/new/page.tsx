import type { Metadata } from "next";
import { AdminsOnly } from "@/app/(portal)/connections/admins-only";
import { ConnectWiseForm } from "@/app/(portal)/connections/connectwise-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Connect ConnectWise" };

export default async function NewConnectionPage() {
  const { role } = await requireSession();
  return (
    <>
      <PageHeader title="Connect ConnectWise" crumbs={[{ label: "Connections", href: links.connections() }]}>
        Make an API member with a security role of its own; Test names each permission that the role needs
      </PageHeader>
      {may(role, "admin") ? (
        <Card>
          <ConnectWiseForm saved={null} />
        </Card>
      ) : (
        <AdminsOnly />
      )}
    </>
  );
}
