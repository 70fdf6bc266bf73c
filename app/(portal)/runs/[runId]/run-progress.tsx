import { isUnderWay, type RunView } from "@/app/(portal)/runs/[runId]/run-view";
import { LiveProgress } from "@/components/sync/live-progress";
import { ProgressLine } from "@/components/sync/progress-line";
import { TextLink } from "@/components/ui/text-link";
import { links } from "@/lib/links";
import { waitWords } from "@/lib/sync/run-words";

/** How far a run is that is not over yet; nothing for one that is. */
export function RunProgress({ view }: { view: RunView }) {
  if (!isUnderWay(view)) return null;
  const { run, waitsForRunId, psa, timeZone, now } = view;
  const resumesAt = run.resumesAt !== null && run.resumesAt > now ? run.resumesAt : null;
  const waits = run.status === "queued" && (resumesAt !== null || run.waitReason === "turn");
  return (
    <>
      <ProgressLine
        progress={
          <LiveProgress
            address={links.runLive(view.runId)}
            unit={run.kind}
            status={run.status}
            waitReason={run.waitReason}
            done={run.progressDone}
            total={run.progressTotal}
          />
        }
        startedAt={run.startedAt}
        waiting={waits ? { until: resumesAt, reason: waitWords(run.waitReason, psa) } : null}
        timeZone={timeZone}
        now={now}
      />
      {waitsForRunId && !waits ? (
        <p className="text-soft">
          {psa} is busy with <TextLink href={links.run(waitsForRunId)}>another sync</TextLink>; this one
          follows by itself.
        </p>
      ) : null}
    </>
  );
}
