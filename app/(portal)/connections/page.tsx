import type { Metadata } from "next";
import { ConnectCard } from "@/app/(portal)/connections/access-card";
import { ConnectWiseCard } from "@/app/(portal)/connections/connectwise-card";
import { PrismCard } from "@/app/(portal)/connections/prism-card";
import { WhileTasksRun } from "@/app/(portal)/connections/while-tasks-run";
import { PageNotice } from "@/components/shell/page-notice";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { listAccesses } from "@/db/queries/portal/accesses";
import { may } from "@/lib/auth/may";
import { links } from "@/lib/links";
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
        <Section title="Your PSA" note="Where the agreements are that bill your customers.">
          <div className="grid gap-4">
            {connections.map((connection) => (
              <ConnectWiseCard key={connection.id} connection={connection} {...shared} />
            ))}
            {connections.length === 0 ? (
              <ConnectCard title="ConnectWise" href={admin ? links.newConnection() : null}>
                You need the keys of an API member and a client id. Test shows each permission that it needs,
                by name, and creates nothing.
              </ConnectCard>
            ) : null}
          </div>
        </Section>
      </div>
      <WhileTasksRun accesses={accesses} />
    </>
  );
}
