import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AdminsOnly } from "@/app/(portal)/connections/admins-only";
import { PrismForm } from "@/app/(portal)/connections/forms/prism-form";
import { PrismCard } from "@/app/(portal)/connections/prism-card";
import { WhileTasksRun } from "@/app/(portal)/connections/while-tasks-run";
import { PageNotice } from "@/components/shell/page-notice";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listAccesses } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "PRISM account" };

export default async function SourcePage({ params }: { params: Promise<{ sourceId: string }> }) {
  const session = await requireSession();
  const { sourceId } = await params;
  const accesses = await listAccesses(portalDatabase(), { orgId: session.orgId });
  const source = accesses.sources.find((one) => one.id === sourceId);
  if (!source) notFound();
  const { latestTask } = accesses;
  const { id, version, name, hint } = source;
  return (
    <>
      <PageHeader title={source.name} crumbs={[{ label: "Connections", href: links.connections() }]} />
      <PageNotice />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <PrismCard source={source} latestTask={latestTask} session={session} now={new Date()} editing />
        {may(session.role, "admin") ? (
          <Card>
            <PrismForm saved={{ id, version, name, hint }} />
          </Card>
        ) : (
          <AdminsOnly />
        )}
      </div>
      <WhileTasksRun accesses={accesses} />
    </>
  );
}
