import type { ReactNode } from "react";
import { type Severity, severityTones, severityWords } from "@/components/sync/severity";
import { AppLink } from "@/components/ui/app-link";
import { Card } from "@/components/ui/card";
import { TonePill } from "@/components/ui/tone-pill";

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
            <TonePill
              tone={severityTones[cause.severity]}
              word={severityWords[cause.severity]}
              count={cause.count}
            />
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
