import { Ban, Check, Clock, LoaderCircle, type LucideIcon, Minus, TriangleAlert, X } from "lucide-react";
import { StatusChip } from "@/components/ui/status-chip";
import type { Tone } from "@/components/ui/tone";

export type RunStatus = "queued" | "running" | "error" | "warning" | "success" | "no_change" | "cancelled";

/** A run's status in words, also for mails, filters and CSV. */
export const runStatusWords: Record<RunStatus, string> = {
  queued: "Queued",
  running: "Running",
  error: "Error",
  warning: "Warning",
  success: "Success",
  no_change: "No Change",
  cancelled: "Cancelled",
};

/** A status as icon and tone, for marks that have no room for the word: it is said beside them. */
export const runStatusLooks: Record<RunStatus, { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: "none", icon: Clock },
  running: { tone: "run", icon: LoaderCircle },
  error: { tone: "err", icon: X },
  warning: { tone: "warn", icon: TriangleAlert },
  success: { tone: "ok", icon: Check },
  no_change: { tone: "none", icon: Minus },
  cancelled: { tone: "none", icon: Ban },
};

export function RunStatusChip({ status }: { status: RunStatus }) {
  return (
    <StatusChip {...runStatusLooks[status]} spinning={status === "running"}>
      {runStatusWords[status]}
    </StatusChip>
  );
}
