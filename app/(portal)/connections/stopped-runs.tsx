import { ActionForm } from "@/app/(portal)/runs/[runId]/action-forms";
import { runAgain } from "@/app/(portal)/runs/[runId]/actions";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { StoppedRun } from "@/db/queries/portal/stopped-runs";
import { countOf } from "@/lib/format/number";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { kindWords } from "@/lib/sync/run-words";

/** The syncs that refused keys have stopped, each to be run again now that the keys are accepted. */
export function StoppedRuns({ runs }: { runs: StoppedRun[] }) {
  if (runs.length === 0) return null;
  return (
    <Notice
      tone="run"
      title={`${countOf(runs.length, "sync", "syncs")} could not work while the keys were refused.`}
    >
      <ul className="mt-1 space-y-2">
        {runs.map((run) => {
          const title = `${programTitle(run)}, ${kindWords[run.kind].toLowerCase()}`;
          return (
            <li key={run.runId} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <TextLink href={links.run(run.runId)}>{title}</TextLink>
              {run.openRunId ? (
                <TextLink href={links.run(run.openRunId)}>another one is on its way</TextLink>
              ) : (
                <ActionForm
                  action={runAgain}
                  fields={{ runId: run.runId }}
                  label="Run it again now"
                  about={title}
                  pendingLabel="Queueing…"
                />
              )}
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
