import { Instant } from "@/components/ui/time";
import { formatDuration } from "@/lib/format/instant";
import { formatCount } from "@/lib/format/number";

type ProgressLineProps = {
  /** What is counted, e.g. "subscriptions". */
  unit: string;
  done: number;
  /** null: not counted yet. */
  total: number | null;
  /** null: queued, nobody has begun. */
  startedAt: Date | null;
  /** A run that was put back to wait says until when and why. */
  waiting?: { until: Date | null; reason: string } | null;
  timeZone: string;
  now: Date;
};

/** How far a running sync is, in counts and time. */
export function ProgressLine({ unit, done, total, startedAt, waiting, timeZone, now }: ProgressLineProps) {
  const counted = total === null ? null : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
  return (
    <div role="status" className="my-4">
      <progress
        aria-label="Progress of this sync"
        className="block h-2 w-full appearance-none overflow-hidden rounded-full bg-run-tint [&::-moz-progress-bar]:bg-run [&::-webkit-progress-bar]:bg-run-tint [&::-webkit-progress-value]:bg-run"
        {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
      />
      <p className="mt-1.5 text-soft tabular-nums">
        <span className="font-medium text-ink">{whatGoesOn(counted, startedAt, Boolean(waiting))}</span>
        {startedAt === null ? null : ` · ${formatDuration(now.getTime() - startedAt.getTime())}`}
        {" · it goes on when you close this page"}
      </p>
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
  );
}

function whatGoesOn(counted: string | null, startedAt: Date | null, waiting: boolean): string {
  if (waiting) return counted ? `Waiting, ${counted} done` : "Waiting";
  if (startedAt === null) return "Queued, the worker takes it up in a moment";
  return counted ?? "Reading the invoice and the PSA";
}
