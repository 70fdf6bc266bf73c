import type { ReactNode } from "react";
import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { retryFailed } from "@/app/(portal)/runs/[runId]/actions";
import type { RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { RunStatusChip } from "@/components/sync/run-status";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import { formatDateRange } from "@/lib/format/billing-date";
import { formatDuration } from "@/lib/format/instant";
import { formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { kindWords, runTitle, triggerWords } from "@/lib/sync/run-words";

type RunHeaderProps = {
  view: RunView;
  /** Items that failed or are unknown and that no later run has settled. */
  retryable: number;
  /** There are lines to put into a file. */
  hasLines: boolean;
};

export function RunHeader({ view, retryable, hasLines }: RunHeaderProps) {
  const { run, programName, programSlug, connection } = view;
  const program = programTitle({ programName, connectionKind: connection.kind });
  return (
    <PageHeader
      title={runTitle(run)}
      crumbs={[
        { label: "Sync history", href: links.history() },
        {
          label: `${program}, ${kindWords[run.kind].toLowerCase()}`,
          href: links.history({ sync: programSlug, kind: run.kind }),
        },
      ]}
      status={
        <>
          {/* A sync that ends while somebody watches it is told to who does not see the word change. */}
          <span role="status">
            <RunStatusChip status={run.status} />
          </span>
          {run.mode === "preview" ? <Badge>Preview</Badge> : null}
        </>
      }
      actions={
        <>
          {hasLines ? (
            <LinkButton href={links.runItemsFile(view.runId, view.filter)} download>
              CSV
            </LinkButton>
          ) : null}
          {view.canAct && run.kind === "customers" && (run.counts?.applied ?? 0) > 0 ? (
            <LinkButton href={`${links.run(view.runId, { outcome: "applied" })}#lines`}>Reverse…</LinkButton>
          ) : null}
          {view.canAct && retryable > 0 ? (
            <ActionForm
              action={retryFailed}
              fields={{ runId: view.runId }}
              label={`Retry ${formatCount(retryable)} failed`}
              pendingLabel="Queueing…"
              variant="primary"
              size="medium"
            />
          ) : null}
        </>
      }
    >
      <RunFacts view={view} />
    </PageHeader>
  );
}

function RunFacts({ view }: { view: RunView }) {
  const { run, timeZone, now } = view;
  const facts: ReactNode[] = [];
  if (run.kind === "customers" && run.periodStart && run.periodEnd) {
    facts.push(`usage ${formatDateRange(run.periodStart, run.periodEnd)}`);
  }
  facts.push(
    <>
      {run.startedAt ? "started" : "asked for"}{" "}
      <Instant at={run.startedAt ?? run.queuedAt} timeZone={timeZone} now={now} /> {startedBy(view)}
    </>,
  );
  if (run.startedAt && run.finishedAt) {
    facts.push(formatDuration(run.finishedAt.getTime() - run.startedAt.getTime()));
  }
  facts.push(view.psa);
  return (
    <p>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one run never change places
        <span key={index} className="not-first:before:content-['_·_']">
          {fact}
        </span>
      ))}
    </p>
  );
}

function startedBy({ run, requester }: RunView): ReactNode {
  const words = triggerWords({
    trigger: run.trigger,
    requesterName: requester?.name ?? null,
    requesterEmail: requester?.email ?? null,
  });
  return run.retryOf && run.retryOf !== run.id ? (
    <TextLink href={links.run(run.retryOf)}>{words}</TextLink>
  ) : (
    words
  );
}
