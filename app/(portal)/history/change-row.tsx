import { SlidersHorizontal } from "lucide-react";
import { changeWords } from "@/app/(portal)/history/change-words";
import { Details } from "@/components/ui/details";
import { WideRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Instant } from "@/components/ui/time";
import type { ChangeRow } from "@/db/queries/portal/list-changes";

type ChangeTimelineRowProps = { change: ChangeRow; columns: number; timeZone: string; now: Date };

/** A change of settings or mappings, between the runs before and after it. */
export function ChangeTimelineRow({ change, columns, timeZone, now }: ChangeTimelineRowProps) {
  const { title, subject, href, details } = changeWords(change, timeZone);
  return (
    <WideRow columns={columns}>
      <div className="flex gap-2.5 pt-2 text-soft">
        <SlidersHorizontal className="mt-[3px] size-4 shrink-0" />
        <div className="min-w-0">
          <p>
            <b className="font-medium text-ink">{title}</b>
            {subject ? <>: {href ? <TextLink href={href}>{subject}</TextLink> : subject}</> : null} ·{" "}
            {change.by ?? "by itself"}, <Instant at={change.at} timeZone={timeZone} now={now} />
          </p>
          {details.length > 0 ? (
            <Details summary="What changed">
              <ul className="break-words">
                {details.map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            </Details>
          ) : null}
        </div>
      </div>
    </WideRow>
  );
}
