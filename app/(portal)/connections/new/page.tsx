import type { Metadata } from "next";
import { z } from "zod";
import { ConnectCard } from "@/app/(portal)/connections/access-card";
import { AdminsOnly } from "@/app/(portal)/connections/admins-only";
import { connectWords, prepareWords } from "@/app/(portal)/connections/connect-words";
import { PsaForm } from "@/app/(portal)/connections/forms/psa-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { psaKinds } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { type PageQuery, readPageQuery } from "@/lib/page-query";
import { connectorNames } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";

const newQuery = z.object({ kind: z.enum(psaKinds).nullable().catch(null) });

type NewConnectionProps = { searchParams: PageQuery };

export async function generateMetadata({ searchParams }: NewConnectionProps): Promise<Metadata> {
  return { title: titleOf((await readPageQuery(newQuery, searchParams)).kind) };
}

export default async function NewConnectionPage({ searchParams }: NewConnectionProps) {
  const { role } = await requireSession();
  const { kind } = await readPageQuery(newQuery, searchParams);
  return (
    <>
      <PageHeader title={titleOf(kind)} crumbs={[{ label: "Connections", href: links.connections() }]}>
        {kind ? prepareWords[kind] : "Which PSA bills your customers?"}
      </PageHeader>
      {!may(role, "admin") ? (
        <AdminsOnly />
      ) : kind ? (
        <Card>
          <PsaForm kind={kind} connection={null} />
        </Card>
      ) : (
        <div className="grid gap-4 md:grid-cols-2">
          {psaKinds.map((one) => (
            <ConnectCard key={one} heading="h2" title={connectorNames[one]} href={links.newConnection(one)}>
              {connectWords[one]}
            </ConnectCard>
          ))}
        </div>
      )}
    </>
  );
}

function titleOf(kind: keyof typeof connectorNames | null): string {
  return kind ? `Connect ${connectorNames[kind]}` : "Connect your PSA";
}
