import type { Metadata } from "next";
import { AdminsOnly } from "@/app/(portal)/connections/admins-only";
import { PrismForm } from "@/app/(portal)/connections/forms/prism-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Connect PRISM" };

export default async function NewSourcePage() {
  const { role } = await requireSession();
  return (
    <>
      <PageHeader title="Connect PRISM" crumbs={[{ label: "Connections", href: links.connections() }]}>
        A client id and a secret from your distributor; the account is only read
      </PageHeader>
      {may(role, "admin") ? (
        <Card>
          <PrismForm saved={null} />
        </Card>
      ) : (
        <AdminsOnly />
      )}
    </>
  );
}
