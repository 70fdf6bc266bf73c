import { type RunStatus, runStatusLooks, runStatusWords } from "@/components/sync/run-status";
import { AppLink } from "@/components/ui/app-link";
import { classNames } from "@/components/ui/class-names";
import { toneText, toneTint } from "@/components/ui/tone";

export type StripMark = {
  id: string;
  status: RunStatus;
  /** When and what it was, e.g. "2 Nov 2026, 06:03, October 2026 usage". */
  words: string;
  href: string;
};

/** The newest runs of one sync from old to new, each a link, and below in words how often each status was. */
export function RunStrip({ label, marks }: { label: string; marks: StripMark[] }) {
  return (
    <div>
      <ol aria-label={label} className="flex flex-wrap gap-1">
        {marks.map(({ id, status, words, href }) => {
          const { icon: Icon, tone } = runStatusLooks[status];
          return (
            <li key={id}>
              <AppLink
                href={href}
                title={`${runStatusWords[status]}: ${words}`}
                className={classNames(
                  "grid size-6 place-items-center rounded-md hover:outline-2 hover:outline-control",
                  toneText[tone],
                  toneTint[tone],
                )}
              >
                <Icon className="size-3.5" strokeWidth={2.5} />
                <span className="sr-only">
                  {runStatusWords[status]}: {words}
                </span>
              </AppLink>
            </li>
          );
        })}
      </ol>
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-sm text-soft">
        {countsOf(marks).map(({ status, count }) => {
          const { icon: Icon, tone } = runStatusLooks[status];
          return (
            <span key={status} className="inline-flex items-center gap-1">
              <Icon className={classNames("size-3.5", toneText[tone])} strokeWidth={2.5} />
              {count} {runStatusWords[status]}
            </span>
          );
        })}
      </p>
    </div>
  );
}

function countsOf(marks: StripMark[]): { status: RunStatus; count: number }[] {
  const counts = new Map<RunStatus, number>();
  for (const { status } of marks) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => ({ status, count })).sort((a, b) => b.count - a.count);
}
