import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { type Tone, toneText, toneTint } from "@/components/ui/tone";

type StatusChipProps = {
  tone: Tone;
  icon: LucideIcon;
  /** Turns the icon, for what is going on right now; stands still for who asked for less motion. */
  spinning?: boolean;
  children: ReactNode;
};

/** Status as icon, word and tint. */
export function StatusChip({ tone, icon: Icon, spinning = false, children }: StatusChipProps) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 rounded-full py-0.5 pr-2.5 pl-2 text-sm font-medium whitespace-nowrap",
        toneText[tone],
        toneTint[tone],
      )}
    >
      <Icon className={classNames("size-3.5", spinning && "motion-safe:animate-spin")} strokeWidth={2.5} />
      {children}
    </span>
  );
}
