import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { issueOfRun } from "@/app/(portal)/runs/[runId]/issue-blocks";
import { LinesSection } from "@/app/(portal)/runs/[runId]/lines-section";
import { PlanPanel } from "@/app/(portal)/runs/[runId]/plan/plan-panel";
import { RunCauses } from "@/app/(portal)/runs/[runId]/run-causes";
import { RunHeader } from "@/app/(portal)/runs/[runId]/run-header";
import { RunProgress } from "@/app/(portal)/runs/[runId]/run-progress";
import { isUnderWay, type RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { TieOuts } from "@/app/(portal)/runs/[runId]/tie-outs";
import { PageNotice } from "@/components/shell/page-notice";
import { FocusRow } from "@/components/sync/focus-row";
import { IssueBlock } from "@/components/sync/issue-block";
import { LiveRefresh } from "@/components/sync/live-refresh";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { portalDatabase } from "@/db/portal";
import { getSyncRun } from "@/db/queries/portal/get-sync-run";
import {
  hasRunItem,
  listRunItems,
  listRunLevelIssues,
  type RunIssueRow,
} from "@/db/queries/portal/list-run-items";
import { getPlan } from "@/db/queries/portal/plans/get-plan";
import { getRunSummary } from "@/db/queries/portal/run-summary";
import { roles } from "@/db/schema";
import { countOf, formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { connectorNames } from "@/lib/psa-names";
import { requireSession } from "@/lib/session";
import { type RawQuery, readRunQuery } from "@/lib/sync/run-query";
import { runTitle } from "@/lib/sync/run-words";

type RunPageProps = { params: Promise<{ runId: string }>; searchParams: Promise<RawQuery> };

/** Read once per request, for the page and for its title. */
const loadRun = cache(async (runId: string) => {
  const { orgId } = await requireSession();
  if (!z.uuid().safeParse(runId).success) notFound();
  return (await getSyncRun(portalDatabase(), { orgId, runId })) ?? notFound();
});

export async function generateMetadata({ params }: RunPageProps): Promise<Metadata> {
  const { run } = await loadRun((await params).runId);
  return { title: runTitle(run) };
}

export default async function RunPage({ params, searchParams }: RunPageProps) {
  const session = await requireSession();
  const { runId } = await params;
  const detail = await loadRun(runId);
  const { run } = detail;
  const { filter, place, item } = readRunQuery(await searchParams);
  const db = portalDatabase();
  const { orgId } = session;
  const { itemMonth, programSyncId, kind } = run;
  const of = { orgId, runId, itemMonth, programSyncId, kind };
  const itemId = item && (await hasRunItem(db, of, item)) ? item : null;
  const { connectionId } = run;
  const mayOperate = roles.indexOf(session.role) >= roles.indexOf("operator");
  const canAct = mayOperate && run.mode === "live" && !isUnderWay({ run });
  const mayReverse = canAct && kind === "customers";
  const view: RunView = {
    ...detail,
    runId,
    psa: connectorNames[detail.connection.kind],
    canAct,
    plan: null,
    canApprove: mayOperate,
    reversing: mayReverse && filter.outcome === "applied",
    filter,
    itemId,
    timeZone: session.timeZone,
    now: new Date(),
  };
  if (detail.itemsAreGone) return <RunWithoutLines view={view} />;
  const [page, { counts, causes, skippedBy }, ownIssues] = await Promise.all([
    listRunItems(db, { of, filter, place: itemId ? { around: itemId } : place }),
    getRunSummary(db, { ...of, connectionId, isOver: !isUnderWay({ run }) }),
    listRunLevelIssues(db, of),
  ]);
  if (run.mode === "preview" && !isUnderWay({ run })) {
    const customerIds = [...new Set(page.rows.flatMap((row) => row.customerId ?? []))];
    view.plan = await getPlan(db, of, { customerIds, keys: page.rows.map((row) => row.key) });
  }
  return (
    <>
      <RunHeader view={view} retryable={counts.retryable} hasLines={counts.listed > 0} />
      {/* In view also where the page opens further down, at the line that the form belongs to. */}
      <div className="sticky top-2 z-10 *:shadow-md">
        <PageNotice />
      </div>
      <RunProgress view={view} />
      <RunKindNote view={view} />
      <PlanPanel view={view} />
      <div className="grid gap-4">
        <OwnIssues view={view} issues={ownIssues} />
        <TieOuts view={view} skippedBy={skippedBy} />
        <RunCauses view={view} causes={causes} />
      </div>
      <LinesSection view={view} counts={counts} page={page} />
      <FocusRow id={itemId && `item-${itemId}`} />
      {page.rows.some((row) => row.standing.retryRunId) && !isUnderWay(view) ? <LiveRefresh /> : null}
    </>
  );
}

/** A run of a month whose lines are kept no longer: what it came to, and where the money went. */
function RunWithoutLines({ view }: { view: RunView }) {
  return (
    <>
      <RunHeader view={view} retryable={0} hasLines={false} />
      <Notice tone="run" title="The lines of this sync are not kept any more.">
        They are cleared away after some years. What this sync came to is in the history, and where each
        invoice’s money went is below. Nothing that waits for somebody is lost with them.
      </Notice>
      <TieOuts view={view} skippedBy={null} />
    </>
  );
}

/** What is special about a run: a preview writes nothing, a retry looks at a part. */
function RunKindNote({ view }: { view: RunView }) {
  const { run } = view;
  if (view.run.mode === "preview") {
    return (
      <Notice tone="run" title={`This is a preview: nothing was written to ${view.psa}.`}>
        {run.retryOf ? (
          <>
            It shows what would reverse what <TextLink href={links.run(run.retryOf)}>a sync</TextLink> did.
            What is written of it is excluded, so that the next sync does not do it again.
          </>
        ) : (
          `It shows what a sync would do with what PRISM and ${view.psa} said at that time.`
        )}
      </Notice>
    );
  }
  if (view.scopeSize === null) return null;
  if (view.scopeCustomers) return <CustomersNote {...view.scopeCustomers} />;
  const unit = run.kind === "products" ? "product" : "line";
  if (run.retryOf === run.id) {
    return (
      <p className="mb-4 text-soft">
        This sync looks only at {countOf(view.scopeSize, "line")} that somebody chose; the figures are of{" "}
        {view.scopeSize === 1 ? "that line" : "those lines"}.
      </p>
    );
  }
  if (view.previewId) {
    return (
      <p className="mb-4 text-soft">
        This sync writes only the {countOf(view.scopeSize, unit)} approved in{" "}
        <TextLink href={links.run(view.previewId)}>a preview</TextLink>, and only as approved there; the
        figures are of {view.scopeSize === 1 ? `that ${unit}` : `those ${unit}s`}.
      </p>
    );
  }
  return (
    <p className="mb-4 text-soft">
      This run looks only at {countOf(view.scopeSize, "line")} that an earlier one left; the figures are of{" "}
      {view.scopeSize === 1 ? "that line" : "those lines"}.
    </p>
  );
}

function CustomersNote({ count, names }: { count: number; names: string[] }) {
  const more = count > names.length ? ` and ${formatCount(count - names.length)} more` : "";
  return (
    <p className="mb-4 text-soft">
      This sync looks only at {names.join(", ")}
      {more}; the figures are of {count === 1 ? "that customer" : "those customers"}, and everybody else stays
      as the syncs before left them.
    </p>
  );
}

/** What concerns the run as a whole. */
function OwnIssues({ view, issues }: { view: RunView; issues: RunIssueRow[] }) {
  if (issues.length === 0) return null;
  return (
    <section aria-label="The sync as a whole" className="grid gap-2">
      {issues.map((issue) => (
        <IssueBlock key={issue.id} {...issueOfRun(view, issue)} />
      ))}
    </section>
  );
}
