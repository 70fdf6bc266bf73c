import {
  Check,
  CircleQuestionMark,
  ListTodo,
  type LucideIcon,
  Minus,
  Pause,
  SkipForward,
  TriangleAlert,
  X,
} from "lucide-react";
import { StatusChip } from "@/components/ui/status-chip";
import type { Tone } from "@/components/ui/tone";

export type ItemOutcome = "applied" | "planned" | "unchanged" | "held" | "skipped" | "failed" | "unknown";

/** An item's outcome in words, also for mails, filters and CSV. */
export const itemOutcomeWords: Record<ItemOutcome, string> = {
  applied: "Applied",
  planned: "Planned",
  unchanged: "Unchanged",
  held: "Held",
  skipped: "Skipped",
  failed: "Failed",
  unknown: "Not known yet",
};

const looks: Record<ItemOutcome, { tone: Tone; icon: LucideIcon }> = {
  applied: { tone: "ok", icon: Check },
  planned: { tone: "run", icon: ListTodo },
  unchanged: { tone: "none", icon: Minus },
  held: { tone: "held", icon: Pause },
  skipped: { tone: "none", icon: SkipForward },
  failed: { tone: "err", icon: X },
  unknown: { tone: "err", icon: CircleQuestionMark },
};

/** `review`: it went through, and a warning on it waits to be acknowledged. */
export function ItemOutcomeChip({ outcome, review = false }: { outcome: ItemOutcome; review?: boolean }) {
  const words = itemOutcomeWords[outcome];
  if (review && outcome !== "failed" && outcome !== "unknown" && outcome !== "held") {
    return (
      <StatusChip tone="warn" icon={TriangleAlert}>
        {words}, review
      </StatusChip>
    );
  }
  return <StatusChip {...looks[outcome]}>{words}</StatusChip>;
}
