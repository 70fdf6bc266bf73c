import { Check, Info, type LucideIcon, Minus, OctagonAlert, Pause, TriangleAlert } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import { type Tone, toneText } from "@/components/ui/tone";

/** The icon that a tone has wherever nothing more exact is said. */
export const toneIcons: Record<Tone, LucideIcon> = {
  ok: Check,
  warn: TriangleAlert,
  err: OctagonAlert,
  held: Pause,
  run: Info,
  none: Minus,
};

/** A tone's icon in its colour, hidden from screen readers: the words beside it say the same. */
export function ToneIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = toneIcons[tone];
  return <Icon className={classNames("size-4 shrink-0", toneText[tone], className)} strokeWidth={2.25} />;
}
