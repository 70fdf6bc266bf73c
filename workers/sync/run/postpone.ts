import { postponeRun } from "@/db/commands/runs/claim-run";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { noteUnanswered, restReason } from "@/db/commands/runs/rest-connection";
import { ApiError } from "@/lib/errors";
import { service as prism } from "@/workers/connectors/prism/errors";
import type { ActiveRun } from "./engine";
import { issueOfStop } from "./issue-of-stop";
import { ProductsComeFirst, RunProblem } from "./run-problem";

type StoppedRun = Pick<ActiveRun, "engine" | "context" | "lease" | "turn">;

/** How often a run asks a PSA that does not answer before it ends in Error: for half an hour, as it is left alone. */
const mostAsked = 8;

/**
 * A run that could not reach the other side waits and tries again by itself, saying until when and why. Gives for how
 * long; null: it is not tried again.
 */
export async function postpone(run: StoppedRun, error: unknown): Promise<number | null> {
  const { engine, lease } = run;
  // It is in line again already, behind the products run.
  if (error instanceof ProductsComeFirst) return 0;
  const restMs = isSilence(error) ? await rest(run) : 0;
  if (!(error instanceof ApiError)) return null;
  const waitMs = waitFor(run, error, restMs);
  if (waitMs === null || waitMs >= run.turn.leftMs()) return null;
  const counts = error.kind !== "rate_limited";
  const wait = { waitMs, counts, reason: restMs > 0 ? restReason : issueOfStop(run, error).code };
  if (!(await postponeRun(engine.db, lease.ownership, wait))) throw new RunNotOurs();
  engine.log.warn({ ...lease.ownership, reason: wait.reason, waitMs }, "Sync run waits");
  return waitMs;
}

/** null: it is not tried again. A wait that the other side asked for is no attempt. */
function waitFor({ engine, context }: StoppedRun, error: ApiError, restMs: number): number | null {
  const { attempts } = context.run;
  if (restMs > 0) return attempts + 1 < mostAsked ? restMs : null;
  const decision = engine.decideRetry(error, error.kind === "rate_limited" ? 1 : attempts + 1);
  return decision.retry ? decision.waitMs : null;
}

function rest({ engine, context }: StoppedRun): Promise<number> {
  const { orgId, id } = context.connection;
  return noteUnanswered(engine.db, { orgId, connectionId: id }, engine.rest);
}

/** The PSA gave no answer, neither to a read nor to several writes in a row. */
function isSilence(error: unknown): boolean {
  if (error instanceof RunProblem) {
    return error.issue.code === "psa_unavailable" || error.issue.code === "psa_timeout_unknown";
  }
  if (!(error instanceof ApiError) || error.service === prism) return false;
  return error.kind === "unavailable" || error.kind === "timeout";
}
