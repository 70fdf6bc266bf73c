import type { ReactNode } from "react";
import { type Severity, severityTones, severityWords } from "@/components/sync/severity";
import { AppLink } from "@/components/ui/app-link";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { toneText, toneTint } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";
import { formatCount } from "@/lib/format/number";

export type Cause = {
  code: string;
  severity: Severity;
  count: number;
  title: string;
  /** Who and what, e.g. "Blue Gum Dental · Managed Services 2025 ended on 30 Sep 2026". */
  detail: string;
  /** The lines that have it. */
  href: string;
  /** The one remedy for all of them. */
  action?: ReactNode;
};

/** What went wrong, grouped: causes before lines. */
export function CausesList({ causes }: { causes: Cause[] }) {
  if (causes.length === 0) return null;
  return (
    <Card flush>
      <ul>
        {causes.map((cause) => (
          <li
            key={`${cause.severity} ${cause.code}`}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3.5 gap-y-2 border-b border-line px-5 py-3 last:border-b-0 max-sm:items-start max-sm:px-4 sm:grid-cols-[auto_minmax(0,1fr)_auto]"
          >
            <CauseCount severity={cause.severity} count={cause.count} />
            <div>
              <AppLink href={cause.href} className="font-semibold underline-offset-3 hover:underline">
                {cause.title}
              </AppLink>
              <p className="text-soft">{cause.detail}</p>
            </div>
            {cause.action ? <div className="max-sm:col-start-2">{cause.action}</div> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function CauseCount({ severity, count }: Pick<Cause, "severity" | "count">) {
  const tone = severityTones[severity];
  return (
    <span
      className={classNames(
        "inline-flex min-w-14 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-semibold",
        toneText[tone],
        toneTint[tone],
      )}
    >
      <ToneIcon tone={tone} className="size-3.5" />
      <span className="sr-only">{severityWords[severity]}, </span>
      {formatCount(count)}
      <span className="sr-only"> times:</span>
    </span>
  );
}
