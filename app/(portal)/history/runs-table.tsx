import { ChangesRow } from "@/app/(portal)/history/change-row";
import type { TimelineEntry } from "@/app/(portal)/history/timeline";
import { RunStatusChip } from "@/components/sync/run-status";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import { type Tone, toneText } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";
import type { SyncRunRow } from "@/db/queries/portal/list-sync-runs";
import type { RunOpenness } from "@/db/queries/portal/run-outlooks";
import { formatMonth } from "@/lib/format/billing-date";
import { formatDuration } from "@/lib/format/instant";
import { formatMoneyWithCode, isZero } from "@/lib/format/money";
import { countOf, formatCount } from "@/lib/format/number";
import { links } from "@/lib/links";
import { programTitle } from "@/lib/program-title";
import { type RunOutlook, runOutlook } from "@/lib/sync/run-outlook";
import { kindWords, runTitle, triggerWords } from "@/lib/sync/run-words";

type RunsTableProps = {
  entries: TimelineEntry[];
  /** What is not settled yet, by run. */
  openness: Map<string, RunOpenness>;
  timeZone: string;
  now: Date;
};

const columns = 7;

/**
 * A row per run, and one for each change of settings or mappings between them; on a phone a run's first line is what it
 * was, its second how it went.
 */
export function RunsTable({ entries, openness, timeZone, now }: RunsTableProps) {
  return (
    <Card flush>
      <Table label="Sync runs and changes, newest first">
        <TableHead>
          <Th>Sync</Th>
          <Th>Status</Th>
          <Th>Started</Th>
          <Th>Result</Th>
          <Th numeric>Brought over</Th>
          <Th numeric>Took</Th>
          <Th>
            <span className="sr-only">Open</span>
          </Th>
        </TableHead>
        <TableBody>
          {entries.map((entry) =>
            entry.kind === "run" ? (
              <RunRow
                key={entry.run.id}
                run={entry.run}
                outlook={runOutlook(entry.run, openness.get(entry.run.id))}
                timeZone={timeZone}
                now={now}
              />
            ) : (
              <ChangesRow
                key={entry.changes[0].id}
                changes={entry.changes}
                columns={columns}
                timeZone={timeZone}
                now={now}
              />
            ),
          )}
        </TableBody>
      </Table>
    </Card>
  );
}

type RunRowProps = { run: SyncRunRow; outlook: RunOutlook | null; timeZone: string; now: Date };

function RunRow({ run, outlook, timeZone, now }: RunRowProps) {
  return (
    <Tr>
      <Td phone="lead" oneLine>
        <b className="font-semibold">
          {kindWords[run.kind]}
          {run.kind === "customers" && run.periodStart ? `, ${formatMonth(run.periodStart)} usage` : null}
        </b>{" "}
        {run.mode === "preview" ? <Badge>Preview</Badge> : null}
        <span className="block text-soft">{programTitle(run)}</span>
      </Td>
      <Td phone="sub">
        <RunStatusChip status={run.status} />
      </Td>
      <Td phone="subEnd">
        <Instant at={run.startedAt ?? run.queuedAt} timeZone={timeZone} now={now} />
        <span className="block text-soft">{triggerWords(run)}</span>
      </Td>
      <Td phone="wide">
        <ResultCounts run={run} />
        {outlook ? <Outlook outlook={outlook} /> : null}
      </Td>
      <Td phone="hidden" numeric>
        <BroughtOver run={run} />
      </Td>
      <Td phone="hidden" numeric>
        {run.startedAt && run.finishedAt
          ? formatDuration(run.finishedAt.getTime() - run.startedAt.getTime())
          : "–"}
      </Td>
      <Td phone="leadEnd">
        <TextLink href={links.run(run.id)}>
          View<span className="sr-only"> {runTitle(run)}</span>
        </TextLink>
      </Td>
    </Tr>
  );
}

/** Who has to do something about it, if anybody. */
function Outlook({ outlook }: { outlook: RunOutlook }) {
  const [tone, words] = outlookWords(outlook);
  return (
    <span className="flex items-center gap-1.5 text-sm text-soft">
      <ToneIcon tone={tone} className="size-3.5" />
      {words}
    </span>
  );
}

function outlookWords(outlook: RunOutlook): [Tone, string] {
  if (outlook.kind === "settled") return ["ok", "settled since"];
  if (outlook.kind === "by_itself") return ["run", "tried again by itself"];
  return ["err", outlook.count > 0 ? `needs you: ${countOf(outlook.count, "line")}` : "needs you"];
}

/** How many ended how; what needs a person in its colour. Zeros are left out. */
function ResultCounts({ run }: { run: SyncRunRow }) {
  const { counts } = run;
  if (!counts) return run.status === "running" ? "under way" : "waits for its turn";
  const parts: [number, string, Tone?][] = [
    [counts.failed + counts.unknown, "failed", "err"],
    [counts.held, "held", "held"],
    [counts.warnings, counts.warnings === 1 ? "warning" : "warnings", "warn"],
    [counts.applied, "applied"],
    [counts.planned, "planned"],
    [counts.skipped, "skipped"],
    [counts.unchanged, "unchanged"],
  ];
  const shown = parts.filter(([count]) => count > 0);
  if (shown.length === 0) return "nothing to do";
  return (
    <ul className="flex flex-wrap gap-x-1.5">
      {shown.map(([count, words, tone]) => (
        <li key={words} className="whitespace-nowrap not-last:after:text-soft not-last:after:content-['_·']">
          <span className={tone ? `font-medium ${toneText[tone]}` : undefined}>
            {formatCount(count)} {words}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Your cost of what reached the PSA, or in a preview would. */
function BroughtOver({ run }: { run: SyncRunRow }) {
  const sums = run.money
    .map((money) => ({ ...money, amount: run.mode === "preview" ? money.planned : money.applied }))
    .filter(({ amount }) => !isZero(amount));
  if (sums.length === 0) return "–";
  return sums.map(({ currency, amount }) => (
    <span key={currency} className="block">
      {formatMoneyWithCode(amount, currency)}
    </span>
  ));
}
