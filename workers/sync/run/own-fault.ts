import { RunNotOurs } from "@/db/commands/runs/record-items";
import { isDatabaseError } from "@/db/database-away";
import { ApiError } from "@/lib/errors";
import type { ActiveRun } from "./engine";
import { type DraftIssue, referenceOf } from "./item-draft";
import { NoProgress, ProductsComeFirst, RunProblem, RunYielded, WorkerStopping } from "./run-problem";

const foreseen = [
  ApiError,
  NoProgress,
  ProductsComeFirst,
  RunNotOurs,
  RunProblem,
  RunYielded,
  WorkerStopping,
];

/** A throw of our own after a write was marked as sent: only the PSA can tell whether it was made. */
export class ThrownAfterFence extends Error {
  constructor(
    readonly intentId: string,
    cause: Error,
  ) {
    super("Our own code threw after a write was marked as sent.", { cause });
    this.name = "ThrownAfterFence";
  }
}

/** An error that nobody foresaw in our own code: the item that it came with fails, and the others go on. */
export function isOwnFault(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === "AbortError") return false;
  return !isDatabaseError(error) && !foreseen.some((kind) => error instanceof kind);
}

type Running = Pick<ActiveRun, "engine" | "lease">;

/** Logs such an error of this key; gives the reference that it is logged under. */
export function logOwnFault({ engine, lease }: Running, key: string, error: Error): string {
  const { orgId, runId } = lease.ownership;
  const reference = referenceOf(runId, key, "unexpected");
  const cause = error instanceof ThrownAfterFence ? error.cause : error;
  engine.log.error({ orgId, runId, reference }, "An item failed unexpectedly", cause);
  return reference;
}

/** The issue of an item that failed by such an error, which is logged under its reference. */
export function issueOfOwnFault(run: Running, key: string, error: Error): DraftIssue {
  return { code: "unexpected", severity: "error", facts: { reference: logOwnFault(run, key, error) } };
}
