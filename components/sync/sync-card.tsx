import { ArrowRight, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type Count, CountsRow } from "@/components/sync/counts-row";
import { type RunStatus, RunStatusChip } from "@/components/sync/run-status";
import { TextLink } from "@/components/ui/text-link";
import { Age, Instant } from "@/components/ui/time";
import { ageInDays, formatDuration } from "@/lib/format/instant";

export type LastRun = {
  status: RunStatus;
  startedAt: Date | null;
  /** Milliseconds; null while it runs. */
  durationMs: number | null;
  href: string;
};

type SyncCardProps = {
  title: string;
  /** Beside the title, e.g. "switched off". */
  badge?: ReactNode;
  /** Newest finish of a run at which everything was right; null: not yet. */
  lastSuccessfulAt: Date | null;
  /** Older than so many days is alarmed. */
  staleAfterDays: number;
  /** Of the last run, whatever its status. */
  counts: Count[];
  lastRun: LastRun | null;
  /** A live run that waits or goes on: its status stands in place of the last one's. */
  openRun?: RunStatus | null;
  /** What is going on right now, e.g. "A sync is running · 12 of 40 customers". */
  activity?: ReactNode;
  actions?: ReactNode;
  historyHref: string;
  /** What will happen first, where there was no run yet. */
  firstRunHint?: string;
  timeZone: string;
  now: Date;
};

/** One kind of sync of a program: above all, since when its data can be trusted. */
export function SyncCard(props: SyncCardProps) {
  const { title, badge, counts, lastRun, openRun, activity, actions, historyHref, timeZone, now } = props;
  const status = openRun ?? lastRun?.status;
  return (
    <article className="flex flex-col rounded-xl border border-line bg-card">
      <div className="flex-1 px-5 pt-4 pb-4">
        <div className="flex items-start justify-between gap-3">
          <h3 className="flex flex-wrap items-center gap-2 text-md font-semibold">
            {title}
            {badge}
          </h3>
          {status ? <RunStatusChip status={status} /> : null}
        </div>
        <LastSuccess {...props} />
        {counts.length > 0 ? (
          <div className="mt-4">
            <CountsRow counts={counts} />
          </div>
        ) : null}
        {activity ? (
          <p role="status" className="mt-4 text-run tabular-nums">
            {activity}
          </p>
        ) : null}
        {actions ? <div className="mt-4">{actions}</div> : null}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-5 py-2.5 text-sm text-soft">
        {lastRun ? <LastRunLine lastRun={lastRun} timeZone={timeZone} now={now} /> : <span>no run yet</span>}
        <TextLink href={historyHref}>
          Sync history <ArrowRight className="inline size-3.5 align-[-0.15em]" />
        </TextLink>
      </div>
    </article>
  );
}

function LastSuccess({
  lastSuccessfulAt,
  staleAfterDays,
  firstRunHint,
  lastRun,
  timeZone,
  now,
}: SyncCardProps) {
  if (lastSuccessfulAt === null) {
    return (
      <>
        <p className="mt-3 text-2xl font-semibold tracking-tight text-soft">Not yet</p>
        <p className="text-sm text-soft">
          {lastRun ? "no successful sync so far" : (firstRunHint ?? "no sync has run")}
        </p>
      </>
    );
  }
  const old = ageInDays(lastSuccessfulAt, now) >= staleAfterDays;
  return (
    <>
      <p className="mt-3 text-2xl font-semibold tracking-tight first-letter:uppercase">
        <Instant at={lastSuccessfulAt} timeZone={timeZone} now={now} />
      </p>
      <p className="text-sm text-soft">
        last successful sync ·{" "}
        {old ? (
          <span className="font-medium whitespace-nowrap text-warn">
            <TriangleAlert className="inline size-3.5 align-[-0.15em]" /> overdue,{" "}
            <Age at={lastSuccessfulAt} timeZone={timeZone} now={now} />
          </span>
        ) : (
          <Age at={lastSuccessfulAt} timeZone={timeZone} now={now} />
        )}
      </p>
    </>
  );
}

function LastRunLine({ lastRun, timeZone, now }: { lastRun: LastRun; timeZone: string; now: Date }) {
  return (
    <span>
      <TextLink href={lastRun.href}>last run</TextLink>{" "}
      {lastRun.startedAt ? (
        <Instant at={lastRun.startedAt} timeZone={timeZone} now={now} />
      ) : (
        "waits for the worker"
      )}
      {lastRun.durationMs === null ? null : ` · ${formatDuration(lastRun.durationMs)}`}
    </span>
  );
}
