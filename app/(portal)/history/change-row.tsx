import { SlidersHorizontal } from "lucide-react";
import { changeWords } from "@/app/(portal)/history/change-words";
import { Details } from "@/components/ui/details";
import { WideRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import type { ChangeRow } from "@/db/queries/portal/list-changes";
import { formatCount } from "@/lib/format/number";

type ChangesRowProps = {
  changes: [ChangeRow, ...ChangeRow[]];
  columns: number;
  timeZone: string;
  now: Date;
};

/** Changes of settings or mappings of one kind, between the runs before and after them. */
export function ChangesRow({ changes, columns, timeZone, now }: ChangesRowProps) {
  const [newest] = changes;
  return (
    <WideRow columns={columns}>
      <div className="flex gap-2.5 pt-2 text-soft">
        <SlidersHorizontal className="mt-[3px] size-4 shrink-0" />
        <div className="min-w-0">
          {changes.length === 1 ? (
            <OneChange change={newest} timeZone={timeZone} now={now} />
          ) : (
            <ManyChanges changes={changes} timeZone={timeZone} now={now} />
          )}
        </div>
      </div>
    </WideRow>
  );
}

type OneChangeProps = { change: ChangeRow; timeZone: string; now: Date };

function OneChange({ change, timeZone, now }: OneChangeProps) {
  const { title, subject, href, details } = changeWords(change, timeZone);
  return (
    <>
      <p>
        <b className="font-medium text-ink">{title}</b>
        {subject ? <>: {href ? <TextLink href={href}>{subject}</TextLink> : subject}</> : null} ·{" "}
        {change.by ?? "by itself"}, <Instant at={change.at} timeZone={timeZone} now={now} />
      </p>
      {details.length > 0 ? (
        <Details
          summary={
            <>
              What changed
              <span className="sr-only"> for {subject ?? title}</span>
            </>
          }
        >
          <ul className="break-words">
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        </Details>
      ) : null}
    </>
  );
}

type ManyChangesProps = Omit<ChangesRowProps, "columns">;

function ManyChanges({ changes, timeZone, now }: ManyChangesProps) {
  const [newest] = changes;
  const { title } = changeWords(newest, timeZone);
  return (
    <>
      <p>
        <b className="font-medium text-ink">{title}</b>: {formatCount(changes.length)} in a row ·{" "}
        {newest.by ?? "by itself"}, the last <Instant at={newest.at} timeZone={timeZone} now={now} />
      </p>
      <Details summary={`Which ${formatCount(changes.length)}`}>
        <ul className="break-words">
          {changes.map((change) => {
            const { subject, details } = changeWords(change, timeZone);
            return <li key={change.id}>{[subject, ...details].filter(Boolean).join(" · ")}</li>;
          })}
        </ul>
      </Details>
    </>
  );
}
