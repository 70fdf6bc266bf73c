import type { Metadata } from "next";
import { ConnectCard } from "@/app/(portal)/connections/access-card";
import { connectWords } from "@/app/(portal)/connections/connect-words";
import { PrismCard } from "@/app/(portal)/connections/prism-card";
import { PsaCard } from "@/app/(portal)/connections/psa-card";
import { StoppedRuns } from "@/app/(portal)/connections/stopped-runs";
import { WhileTasksRun } from "@/app/(portal)/connections/while-tasks-run";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listAccesses } from "@/db/queries/portal/accesses";
import { listRunsStoppedByKeys } from "@/db/queries/portal/stopped-runs";
import { psaKinds } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const session = await requireSession();
  const accesses = await listAccesses(portalDatabase(), { orgId: session.orgId });
  const { sources, connections, latestTask } = accesses;
  const shared = { latestTask, session, now: new Date() };
  const admin = may(session.role, "admin");
  return (
    <>
      <PageHeader title="Connections">
        Keys are sealed as they are entered: nobody can read them here, and only the worker uses them
      </PageHeader>
      <PageNotice />
      {may(session.role, "operator") ? (
        <StoppedRuns runs={await listRunsStoppedByKeys(portalDatabase(), { orgId: session.orgId })} />
      ) : null}
      <div className="grid items-start gap-x-6 lg:grid-cols-2">
        <Section
          title="PRISM"
          note="Where invoices, customers and prices are read. Nothing is written there."
        >
          <div className="grid gap-4">
            {sources.map((source) => (
              <PrismCard key={source.id} source={source} {...shared} />
            ))}
            {sources.length === 0 ? (
              <ConnectCard title="PRISM" href={admin ? links.newSource() : null}>
                Your distributor gives you a client id and a secret for the API.
              </ConnectCard>
            ) : null}
          </div>
        </Section>
        <Section
          title="Your PSA"
          note="Where the agreements or contracts are that bill your customers."
          actions={
            admin && connections.length > 0 ? (
              <LinkButton href={links.newConnection()} size="small">
                Connect another
              </LinkButton>
            ) : null
          }
        >
          <div className="grid gap-4">
            {connections.map((connection) => (
              <PsaCard key={connection.id} connection={connection} {...shared} />
            ))}
            {psaKinds
              .filter((kind) => connections.every((connection) => connection.kind !== kind))
              .map((kind) => (
                <ConnectCard
                  key={kind}
                  title={connectorNames[kind]}
                  href={admin ? links.newConnection(kind) : null}
                >
                  {connectWords[kind]}
                </ConnectCard>
              ))}
          </div>
        </Section>
      </div>
      <WhileTasksRun accesses={accesses} />
    </>
  );
}
