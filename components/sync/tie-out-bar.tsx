import { CircleCheck, OctagonAlert } from "lucide-react";
import { useId } from "react";
import { tieOutShares } from "@/components/sync/tie-out-shares";
import { AppLink } from "@/components/ui/app-link";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { formatMoney, formatMoneyWithCode, isZero } from "@/lib/format/money";
import { countOf } from "@/lib/format/number";
import type { DecimalText } from "@/lib/values";

export type TieOutPartKind = "applied" | "planned" | "unchanged" | "held" | "skipped" | "failed";

export type TieOutPart = {
  kind: TieOutPartKind;
  /** Where it went, e.g. "applied", "not mapped"; several parts may be of one kind. */
  label: string;
  amount: DecimalText;
  /** The lines behind it. */
  href: string;
};

type TieOutBarProps = {
  /** Which invoice it is, where there are several, e.g. "October 2026". */
  name?: string;
  /** How the distributor finds it, e.g. "INV-20417, 1–31 Oct 2026". */
  reference: string;
  /** "$48,112.40 AUD invoiced" is made of these. */
  total: DecimalText;
  currency: string;
  lineCount: number;
  /** In the order in which they are drawn. Parts of zero vanish. */
  parts: TieOutPart[];
  /** total less the parts, exact; anything but zero is an alarm. */
  difference: DecimalText;
  /** PRISM gave no total, so the sum of the lines stands in. */
  totalMissing?: boolean;
};

const fills: Record<TieOutPartKind, string> = {
  applied: "fill-ok",
  planned: "fill-run",
  unchanged: "fill-rest",
  held: "fill-held",
  skipped: "fill-warn",
  failed: "fill-err",
};

/** Where each dollar of the invoice went, in partner cost ex tax. Each part leads to its lines. */
export function TieOutBar({
  name,
  reference,
  total,
  currency,
  lineCount,
  parts,
  difference,
  totalMissing = false,
}: TieOutBarProps) {
  const shown = parts.filter((part) => !isZero(part.amount));
  return (
    <Card>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-lg font-semibold tracking-tight">
          {formatMoneyWithCode(total, currency)} invoiced
          {name ? <span className="text-base font-normal tracking-normal text-soft"> · {name}</span> : null}
        </h2>
        <TieOutVerdict difference={difference} currency={currency} lineCount={lineCount} />
      </div>
      {shown.length > 0 ? <Bar parts={shown} /> : null}
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm max-sm:flex-col">
        {shown.map((part) => (
          <li key={part.label}>
            <LegendLink part={part} currency={currency} />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-soft">
        Amounts are your cost from PRISM, ex tax.
        {totalMissing ? " PRISM gave no total for this invoice, so the sum of its lines stands in." : null}{" "}
        Invoice <span className="break-words">{reference}</span>.
      </p>
    </Card>
  );
}

function TieOutVerdict({
  difference,
  currency,
  lineCount,
}: Pick<TieOutBarProps, "difference" | "currency" | "lineCount">) {
  const whole = isZero(difference);
  const Icon = whole ? CircleCheck : OctagonAlert;
  return (
    <p
      className={classNames("inline-flex items-center gap-1.5", whole ? "text-soft" : "font-medium text-err")}
    >
      <Icon className={classNames("size-4 shrink-0", whole && "text-ok")} />
      {whole
        ? `${lineCount === 1 ? "its one line" : `all ${countOf(lineCount, "line")}`} accounted for`
        : `${formatMoney(difference, currency)} not accounted for`}
    </p>
  );
}

/** Drawn as SVG, whose widths are attributes: an inline style would need a laxer content security policy. */
function Bar({ parts }: { parts: TieOutPart[] }) {
  const clipId = useId();
  const shares = tieOutShares(parts.map((part) => part.amount));
  const starts = shares.map((_, index) => shares.slice(0, index).reduce((sum, share) => sum + share, 0));
  return (
    <svg aria-hidden="true" className="mt-4 mb-3 h-4 w-full">
      <clipPath id={clipId}>
        <rect width="100%" height="100%" rx="5" />
      </clipPath>
      <g clipPath={`url(#${clipId})`}>
        {parts.map((part, index) => (
          <a key={part.label} href={part.href} tabIndex={-1}>
            <rect
              x={percent(starts[index])}
              width={percent(shares[index])}
              height="100%"
              className={classNames("stroke-card hover:opacity-80", fills[part.kind])}
              strokeWidth={index === 0 && parts.length === 1 ? 0 : 2}
            />
          </a>
        ))}
      </g>
    </svg>
  );
}

function percent(share: number | undefined): string {
  return `${((share ?? 0) * 100).toFixed(3)}%`;
}

function LegendLink({ part, currency }: { part: TieOutPart; currency: string }) {
  return (
    <AppLink
      href={part.href}
      className="group/part inline-flex items-center gap-1.5 rounded text-soft hover:text-ink pointer-coarse:min-h-9 max-sm:flex"
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        <rect width="10" height="10" rx="3" className={fills[part.kind]} />
      </svg>
      <span className="underline-offset-3 group-hover/part:underline">{part.label}</span>
      <span className="font-semibold text-ink tabular-nums max-sm:ml-auto">
        {formatMoney(part.amount, currency)}
      </span>
    </AppLink>
  );
}
