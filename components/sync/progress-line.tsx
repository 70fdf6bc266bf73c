import type { ReactNode } from "react";
import { Instant } from "@/components/ui/time";
import { formatDuration } from "@/lib/format/instant";

type ProgressLineProps = {
  /** The bar and its counts, which move by themselves. */
  progress: ReactNode;
  /** null: queued, nobody has begun. */
  startedAt: Date | null;
  /** A run that was put back to wait says until when and why. */
  waiting?: { until: Date | null; reason: string } | null;
  timeZone: string;
  now: Date;
};

/** How far a running sync is, in counts and time. */
export function ProgressLine({ progress, startedAt, waiting, timeZone, now }: ProgressLineProps) {
  return (
    <div className="my-4">
      {progress}
      <p className="text-soft tabular-nums">
        {startedAt === null ? null : `${formatDuration(now.getTime() - startedAt.getTime())} so far · `}
        it goes on when you close this page
      </p>
      <div role="status">
        {waiting ? (
          <p className="text-run">
            {waiting.reason}
            {waiting.until ? (
              <>
                {" "}
                It resumes by itself: <Instant at={waiting.until} timeZone={timeZone} now={now} />.
              </>
            ) : null}
          </p>
        ) : null}
      </div>
    </div>
  );
}
