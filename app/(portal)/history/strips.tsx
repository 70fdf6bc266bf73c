import { RunStrip } from "@/components/sync/run-strip";
import { Card } from "@/components/ui/card";
import type { StripRun } from "@/db/queries/portal/run-strips";
import { formatMonth } from "@/lib/format/billing-date";
import { formatInstant } from "@/lib/format/instant";
import { groupBy } from "@/lib/group-by";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { kindWords } from "@/lib/sync/run-words";

type StripsProps = { runs: StripRun[]; timeZone: string };

/** How each program's syncs went of late, at one look. */
export function Strips({ runs, timeZone }: StripsProps) {
  if (runs.length === 0) return null;
  const strips = [...groupBy(runs, ({ slug, kind }) => `${slug} ${kind}`)];
  return (
    <section aria-label="The newest syncs" className="mb-6">
      <Card>
        <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
          {strips.map(([id, members]) => (
            <div key={id}>
              <h2 className="mb-1.5 font-medium">{titleOf(members)}</h2>
              <RunStrip
                label={`${titleOf(members)}, from old to new`}
                marks={members.map((run) => ({
                  id: run.id,
                  status: run.status,
                  words: [
                    formatInstant(run.queuedAt, timeZone),
                    ...(run.kind === "customers" && run.periodStart
                      ? [`${formatMonth(run.periodStart)} usage`]
                      : []),
                  ].join(", "),
                  href: links.run(run.id),
                }))}
              />
            </div>
          ))}
        </div>
      </Card>
    </section>
  );
}

function titleOf([first]: StripRun[]): string {
  return first ? `${programTitle(first)}, ${kindWords[first.kind].toLowerCase()}` : "";
}
