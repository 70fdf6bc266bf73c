import { History, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { HistoryFilters } from "@/app/(portal)/history/history-filters";
import { RunsTable } from "@/app/(portal)/history/runs-table";
import { Strips } from "@/app/(portal)/history/strips";
import { stretchOf, timelineOf } from "@/app/(portal)/history/timeline";
import { loadMenuPrograms } from "@/app/(portal)/load-menu-programs";
import { PageNotice } from "@/components/shell/page-notice";
import { LiveRefresh } from "@/components/sync/live-refresh";
import { EmptyState } from "@/components/ui/empty-state";
import { KeysetPager } from "@/components/ui/keyset-pager";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { portalDatabase } from "@/db/portal";
import { listChanges, mostChanges } from "@/db/queries/portal/list-changes";
import { listSyncRuns } from "@/db/queries/portal/list-sync-runs";
import { listRunOpenness } from "@/db/queries/portal/run-outlooks";
import { listRunStrips } from "@/db/queries/portal/run-strips";
import { links } from "@/lib/links";
import { requireSession } from "@/lib/session";
import { type RawQuery, readHistoryQuery } from "@/lib/sync/run-query";

export const metadata: Metadata = { title: "Sync history" };

export default async function HistoryPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const { orgId, timeZone } = await requireSession();
  const { filters, place } = readHistoryQuery(await searchParams);
  const db = portalDatabase();
  const { sync, kind } = filters;
  const isNewest = !place.after && !place.before;
  const [page, programs, strips] = await Promise.all([
    listSyncRuns(db, { orgId, filters, place }),
    loadMenuPrograms(orgId),
    isNewest ? listRunStrips(db, { orgId, sync, kind }) : [],
  ]);
  const [changes, openness] = await Promise.all([
    page.rows.length > 0 && !filters.status ? listChanges(db, { orgId, sync, ...stretchOf(page) }) : [],
    listRunOpenness(db, { orgId, runs: page.rows }),
  ]);
  const underWay = page.rows.some((run) => run.status === "queued" || run.status === "running");
  return (
    <>
      <PageHeader title="Sync history">
        Every sync and what it did, with what was changed between them, newest first. Amounts are your cost
        from PRISM, ex tax.
      </PageHeader>
      <PageNotice />
      {underWay ? <LiveRefresh /> : null}
      <Strips runs={strips} timeZone={timeZone} />
      <HistoryFilters programs={programs} filters={filters} />
      {page.rows.length > 0 ? (
        <RunsTable
          entries={timelineOf(page.rows, changes)}
          openness={openness}
          timeZone={timeZone}
          now={new Date()}
        />
      ) : (
        <NoRuns narrowed={Object.values(filters).some(Boolean)} />
      )}
      {changes.length === mostChanges ? (
        <p className="mt-3 text-soft">
          Of the changes between these syncs the newest {mostChanges} are shown;{" "}
          <TextLink href={links.audit()}>the audit</TextLink> has them all.
        </p>
      ) : null}
      <KeysetPager
        label="Pages of the history"
        newerHref={page.previous && links.history({ ...filters, before: page.previous })}
        olderHref={page.next && links.history({ ...filters, after: page.next })}
      />
    </>
  );
}

function NoRuns({ narrowed }: { narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        icon={SearchX}
        title="No sync like this"
        actions={<LinkButton href={links.history()}>Show all</LinkButton>}
      >
        There is none with this kind and status yet.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={History}
      title="No sync has run yet"
      actions={<LinkButton href={links.dashboard()}>To the dashboard</LinkButton>}
    >
      Each sync gets a row here: what it brought to your PSA, what it held back and what failed. Map a
      customer and press Run now in its program; after that PRISM is asked for new invoices every day.
    </EmptyState>
  );
}
