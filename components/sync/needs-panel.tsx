import { CircleCheck } from "lucide-react";
import { AppLink } from "@/components/ui/app-link";
import type { Tone } from "@/components/ui/tone";
import { ToneIcon } from "@/components/ui/tone-icon";

export type Need = {
  tone: Tone;
  /** e.g. "3 subscriptions failed". */
  title: string;
  /** e.g. "agreement ended · Blue Gum Dental". */
  detail: string;
  href: string;
};

type NeedsPanelProps = {
  /** What it is about, e.g. "Microsoft CSP → ConnectWise". */
  program: string;
  needs: Need[];
  /** Said when nothing is needed, e.g. "October 2026 is in ConnectWise to the cent." */
  safeDetail: string;
};

/** "Safe to invoice", or what blocks it. */
export function NeedsPanel({ program, needs, safeDetail }: NeedsPanelProps) {
  if (needs.length === 0) {
    return (
      <div className="flex gap-3 rounded-xl border border-line bg-card px-5 py-3.5">
        <CircleCheck className="mt-px size-5 shrink-0 text-ok" />
        <div>
          <p className="text-md font-semibold">Safe to invoice</p>
          <p className="text-soft">
            {program} · {safeDetail}
          </p>
        </div>
      </div>
    );
  }
  return (
    <section aria-label={`Before you invoice ${program}`} className="rounded-xl border border-line bg-card">
      <h2 className="border-b border-line px-5 py-2.5 font-medium text-soft">
        Before you invoice <span className="text-ink">{program}</span>
      </h2>
      <ul className="grid sm:grid-cols-2 xl:grid-cols-3">
        {needs.map((need) => (
          <li key={need.title}>
            <AppLink
              href={need.href}
              className="group/need flex h-full gap-2.5 rounded-xl px-5 py-3 outline-offset-[-2px]"
            >
              <ToneIcon tone={need.tone} className="mt-[3px]" />
              <span>
                <span className="block text-md font-semibold underline-offset-3 group-hover/need:underline">
                  {need.title}
                </span>
                <span className="block text-soft">{need.detail}</span>
              </span>
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
