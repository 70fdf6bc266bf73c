import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminsOnly } from "@/app/(portal)/connections/admins-only";
import { PsaForm } from "@/app/(portal)/connections/forms/psa-form";
import { PsaCard } from "@/app/(portal)/connections/psa-card";
import { WhileTasksRun } from "@/app/(portal)/connections/while-tasks-run";
import { PageNotice } from "@/components/shell/page-notice";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listAccesses } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params }: { params: Promise<{ connectionId: string }> }) {
  const session = await requireSession();
  const { connectionId } = await params;
  const accesses = await listAccesses(portalDatabase(), { orgId: session.orgId });
  const connection = accesses.connections.find((one) => one.id === connectionId);
  if (!connection) notFound();
  const { latestTask } = accesses;
  return (
    <>
      <PageHeader title={connection.name} crumbs={[{ label: "Connections", href: links.connections() }]} />
      <PageNotice />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <PsaCard connection={connection} latestTask={latestTask} session={session} now={new Date()} editing />
        {may(session.role, "admin") ? (
          <Card>
            <PsaForm kind={connection.kind} connection={connection} />
          </Card>
        ) : (
          <AdminsOnly />
        )}
      </div>
      <WhileTasksRun accesses={accesses} />
    </>
  );
}
