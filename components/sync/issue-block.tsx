import type { ReactNode } from "react";
import { type Severity, severityTones, severityWords } from "@/components/sync/severity";
import { classNames } from "@/components/ui/class-names";
import { Details, RawText } from "@/components/ui/details";
import { TextLink } from "@/components/ui/text-link";
import { toneTint } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";

export type IssueBlockProps = {
  id?: string;
  severity: Severity;
  title: string;
  /** Full sentences: what happened, what was (not) changed, what to do. */
  happened: string;
  effect: string;
  remedy: string;
  code: string;
  /** A short reference to quote. */
  reference: string;
  /** The outside service's own answer, and whose it is. */
  answer?: { from: string; text: string } | null;
  /** The code's page under Troubleshooting. */
  helpHref: string;
  /** A person has seen it; the actions are gone. */
  acknowledged?: boolean;
  /** Nothing is left to do about it: it is shown quietly. */
  settled?: boolean;
  /** The forms and links that fix it, the best one first. */
  actions?: ReactNode;
};

/** An issue in line with its subscription. */
export function IssueBlock({
  id,
  severity,
  title,
  acknowledged = false,
  settled = acknowledged,
  actions,
  ...issue
}: IssueBlockProps) {
  const tone = settled ? "none" : severityTones[severity];
  return (
    <div id={id} className={classNames("flex gap-2.5 rounded-lg px-3.5 py-3 max-sm:px-3", toneTint[tone])}>
      <ToneIcon tone={severityTones[severity]} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          <span className="sr-only">{severityWords[severity]}: </span>
          {title}
          {acknowledged ? <span className="font-normal text-soft"> · acknowledged</span> : null}
        </p>
        <p className="max-w-prose">
          {issue.happened} {issue.effect}
        </p>
        <p className="max-w-prose">{issue.remedy}</p>
        {actions ? <div className="mt-2.5 flex flex-wrap items-start gap-2">{actions}</div> : null}
        <IssueFoot {...issue} />
      </div>
    </div>
  );
}

type IssueFootProps = Pick<IssueBlockProps, "answer" | "code" | "reference" | "helpHref">;

function IssueFoot({ answer, code, reference, helpHref }: IssueFootProps) {
  const help = <TextLink href={helpHref}>Why this happens</TextLink>;
  const identity = `${code} · ref ${reference}`;
  if (!answer) {
    return (
      <p className="mt-2 text-sm text-soft">
        {help} · {identity}
      </p>
    );
  }
  return (
    <div className="mt-2 flex flex-wrap gap-x-2 text-sm text-soft">
      {help}
      <span aria-hidden="true">·</span>
      <Details summary={`${answer.from}’s answer · ${identity}`}>
        <RawText>{answer.text}</RawText>
      </Details>
    </div>
  );
}
