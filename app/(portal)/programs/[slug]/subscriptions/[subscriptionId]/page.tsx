import { History } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NotesSection } from "@/app/(portal)/notes/notes-section";
import { DecisionsMade } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/decisions-made";
import { PsaRecord } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/psa-record";
import { SubscriptionRuns } from "@/app/(portal)/programs/[slug]/subscriptions/[subscriptionId]/subscription-runs";
import { loadProgram } from "@/app/(portal)/programs/load-program";
import { PageNotice } from "@/components/shell/page-notice";
import { FocusRow } from "@/components/sync/focus-row";
import { LiveRefresh } from "@/components/sync/live-refresh";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { portalDatabase } from "@/db/portal";
import { findConnectionSite } from "@/db/queries/portal/find-connection-site";
import { getSubscription } from "@/db/queries/portal/get-subscription";
import { listNotes } from "@/db/queries/portal/list-notes";
import { listSubscriptionHistory } from "@/db/queries/portal/subscription-history";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { type RawQuery, readHistoryQuery } from "@/lib/sync/run-query";

export const metadata: Metadata = { title: "Subscription" };

type SubscriptionPageProps = {
  params: Promise<{ slug: string; subscriptionId: string }>;
  searchParams: Promise<RawQuery>;
};

/** One subscription over all runs: what the PSA has of it, what people decided and wrote, what each run did. */
export default async function SubscriptionPage({ params, searchParams }: SubscriptionPageProps) {
  const { slug, subscriptionId: written } = await params;
  const subscriptionId = decodeURIComponent(written);
  const { session, program, of } = await loadProgram(slug);
  const db = portalDatabase();
  const detail = (await getSubscription(db, { ...of, subscriptionId })) ?? notFound();
  const { after } = readHistoryQuery(await searchParams).place;
  const [history, notes, connection] = await Promise.all([
    listSubscriptionHistory(db, { ...of, subscriptionId }, after),
    listNotes(db, of, [subscriptionId]),
    findConnectionSite(db, of),
  ]);
  const now = new Date();
  const { timeZone } = session;
  return (
    <>
      <PageHeader
        title={detail.productName}
        crumbs={[
          { label: programTitle(program), href: links.program(slug) },
          { label: detail.customerName, href: links.customer(slug, detail.customerId) },
        ]}
      >
        Subscription {subscriptionId} · {detail.active ? "active in PRISM" : "not active in PRISM any more"}
      </PageHeader>
      <div className="sticky top-2 z-10 *:shadow-md">
        <PageNotice />
      </div>
      {connection ? (
        <PsaRecord detail={detail} program={program} connection={connection} timeZone={timeZone} now={now} />
      ) : null}
      <DecisionsMade detail={detail} program={program} timeZone={timeZone} now={now} />
      <NotesSection
        programSyncId={of.programSyncId}
        subscriptionId={subscriptionId}
        notes={notes}
        session={session}
        now={now}
      />
      <Section
        title="What each sync did"
        note="The newest first. Syncs that left it as it was are only counted, and not listed here."
      >
        {history.rows.length > 0 && connection ? (
          <SubscriptionRuns
            rows={history.rows}
            place={{ connection: { ...connection, kind: program.connectionKind }, slug }}
            session={session}
            now={now}
          />
        ) : (
          <EmptyState icon={History} title="No sync has changed it">
            Each sync that writes, holds or fails this subscription gets a row here, with what it found before
            and what it left.
          </EmptyState>
        )}
        {history.nextAfter ? (
          <p className="mt-3">
            <LinkButton
              href={links.subscription(slug, subscriptionId, { after: history.nextAfter })}
              size="small"
            >
              Older
            </LinkButton>
          </p>
        ) : null}
      </Section>
      <FocusRow id={null} />
      {history.rows.some(({ item }) => item.standing.retryRunId) ? <LiveRefresh /> : null}
    </>
  );
}
