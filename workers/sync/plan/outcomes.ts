import type { RunCounts, RunStatus } from "@/db/schema";

type StatusCounts = Pick<RunCounts, "applied" | "failed" | "unknown" | "held" | "warnings">;

/**
 * How a run ended, from its items (`warnings`: those that nobody has acknowledged). A failure or an unknown outcome
 * outweighs what waits for a person, which outweighs what was applied. A run that did not do its work counts as failed.
 */
export function runStatus(
  counts: StatusCounts,
): Extract<RunStatus, "error" | "warning" | "success" | "no_change"> {
  if (counts.failed > 0 || counts.unknown > 0) return "error";
  if (counts.held > 0 || counts.warnings > 0) return "warning";
  return counts.applied > 0 ? "success" : "no_change";
}
