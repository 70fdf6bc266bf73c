import { ChevronRight, CircleCheck } from "lucide-react";
import type { Blocker } from "@/app/(portal)/dashboard/safe/blocker";
import type { SafeToInvoice } from "@/app/(portal)/dashboard/safe/safe-to-invoice";
import { AppLink } from "@/components/ui/app-link";
import type { Tone } from "@/components/ui/tone";
import { TonePill } from "@/components/ui/tone-pill";
import { formatMonth } from "@/lib/format/billing-date";

type SafePanelProps = SafeToInvoice & {
  /** e.g. "Microsoft CSP → ConnectWise". */
  program: string;
  /** e.g. "ConnectWise". */
  psa: string;
};

/** "Safe to invoice", or all that blocks it as one list to work down. */
export function SafePanel({ program, psa, month, blockers }: SafePanelProps) {
  const title = month ? formatMonth(month) : null;
  if (blockers.length === 0) {
    return (
      <div className="flex gap-3 rounded-xl border border-line bg-card px-5 py-3.5 max-sm:px-4">
        <CircleCheck className="mt-px size-5 shrink-0 text-ok" />
        <div>
          <p className="text-md font-semibold">Safe to invoice{title ? `: ${title}` : ""}</p>
          <p className="text-soft">
            {program} · {title ? `${title} is in ${psa}` : `${psa} is up to date`}, and nothing waits
          </p>
        </div>
      </div>
    );
  }
  return (
    <section
      aria-label={`Before you invoice ${program}`}
      className="overflow-hidden rounded-xl border border-line bg-card"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line px-5 py-2.5 text-soft max-sm:px-4">
        <h2>
          <b className="font-semibold text-ink">
            {title ? `${title} is not safe to invoice yet` : "Not safe to invoice yet"}
          </b>{" "}
          · {program}
        </h2>
        <p className="text-sm">amounts are your cost on the invoice</p>
      </div>
      <ol>
        {blockers.map((blocker) => (
          <li
            key={`${blocker.title} ${blocker.detail}`}
            className="border-b border-line last:border-b-0 has-[a:hover]:bg-sunken"
          >
            <BlockerLink blocker={blocker} />
          </li>
        ))}
      </ol>
    </section>
  );
}

const toneWords: Record<Tone, string> = {
  err: "Error",
  held: "Held",
  warn: "Warning",
  run: "Under way",
  ok: "Done",
  none: "Note",
};

function BlockerLink({ blocker }: { blocker: Blocker }) {
  const { tone, count, title, detail, money, href, action } = blocker;
  return (
    <AppLink
      href={href}
      className="group/blocker grid grid-cols-[auto_minmax(0,1fr)_auto] items-center max-sm:items-start gap-x-3 px-5 py-2.5 outline-offset-[-2px] max-sm:px-4"
    >
      <TonePill tone={tone} word={toneWords[tone]} count={count} />
      <span className="flex flex-wrap items-baseline gap-x-2">
        <b className="font-semibold underline-offset-3 group-hover/blocker:underline">{title}</b>
        <span className="text-soft">{detail}</span>
      </span>
      <span className="flex items-baseline gap-3 whitespace-nowrap max-sm:flex-col max-sm:items-end max-sm:gap-0">
        {money ? (
          <span className="tabular-nums">
            {money}
            <span className="sr-only"> of your cost.</span>
          </span>
        ) : null}
        <span className="inline-flex items-center text-sm font-medium text-accent sm:min-w-32 sm:justify-end">
          {action}
          <ChevronRight className="size-4" />
        </span>
      </span>
    </AppLink>
  );
}
