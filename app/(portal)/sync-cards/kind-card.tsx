import { cardCounts } from "@/app/(portal)/sync-cards/counts";
import { RunButtons } from "@/app/(portal)/sync-cards/run-buttons";
import { type LastRun, SyncCard } from "@/components/sync/sync-card";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import type { KindOverview, ProgramOverview } from "@/db/queries/portal/program-overviews";
import type { SyncKind } from "@/db/schema";
import { may } from "@/lib/auth/may";
import { countOf, formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { type PsaWords, psaWords } from "@/lib/psa-names";
import type { Session } from "@/lib/session";
import { kindWords } from "@/lib/sync/run-words";

type KindCardProps = {
  program: ProgramOverview;
  kind: SyncKind;
  session: Session;
  now: Date;
};

/** A card of the dashboard and of the program's own page: one row of `sync_status` and what is going on now. */
export function KindCard({ program, kind, session, now }: KindCardProps) {
  const { status, openRun } = program.kinds[kind];
  const { sync } = program;
  const enabled = kind === "customers" ? sync.customersEnabled : sync.productsEnabled;
  return (
    <SyncCard
      title={kindWords[kind]}
      badge={enabled ? null : <Badge>switched off</Badge>}
      lastSuccessfulAt={status?.lastSuccessfulAt ?? null}
      staleAfterDays={sync.staleAfterDays}
      counts={status?.counts && status.lastRunId ? cardCounts(kind, status.counts, status.lastRunId) : []}
      lastRun={lastRunOf(status)}
      openRun={openRun && openRun.mode === "live" ? openRun.status : null}
      activity={openRun ? <OpenRunLine run={openRun} kind={kind} /> : null}
      historyHref={links.history({ sync: sync.slug, kind })}
      firstRunHint={firstRunHint(kind, psaWords[program.connectionKind])}
      actions={
        may(session.role, "operator") ? (
          <RunButtons programSyncId={sync.id} kind={kind} enabled={enabled} />
        ) : null
      }
      timeZone={session.timeZone}
      now={now}
    />
  );
}

function lastRunOf(status: KindOverview["status"]): LastRun | null {
  if (!status?.lastRunId || !status.lastRunStatus) return null;
  const { lastStartedAt: startedAt, lastFinishedAt: finishedAt } = status;
  return {
    status: status.lastRunStatus,
    startedAt,
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    href: links.run(status.lastRunId),
  };
}

function OpenRunLine({ run, kind }: { run: NonNullable<KindOverview["openRun"]>; kind: SyncKind }) {
  const what = run.mode === "preview" ? "A preview" : "A sync";
  const unit = kind === "customers" ? "customer" : "product";
  return (
    <>
      <TextLink href={links.run(run.runId)}>{what}</TextLink>{" "}
      {run.status === "queued" ? "waits for the worker" : "is running"}
      {run.status === "running" && run.progressTotal !== null
        ? ` · ${formatCount(run.progressDone)} of ${countOf(run.progressTotal, unit)}`
        : null}
    </>
  );
}

function firstRunHint(kind: SyncKind, { name, items }: PsaWords): string {
  return kind === "products"
    ? `no sync has run · it links the price list to the ${items} of ${name}`
    : `no sync has run · map customers, look at a preview, then run`;
}
