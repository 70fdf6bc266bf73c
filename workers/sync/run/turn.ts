import type { ClaimedRun } from "@/db/commands/runs/claim-run";
import { yieldRun } from "@/db/commands/runs/yield-run";
import { HOUR, SECOND } from "@/lib/clock";
import type { Engine } from "./engine";
import type { Lease } from "./lease";
import { RunProblem, RunYielded } from "./run-problem";

/** A run's time: on this worker, and in all. */
export type Turn = {
  /**
   * Comes before each page of the work; `done`: how far the run is by then. Throws RunYielded when the run has given its
   * place to one that waits, RunProblem when its time is over, and what ended the lease.
   */
  passBoundary: (done: number) => Promise<void>;
  /** What is left of the run's time over all its turns and waits, in milliseconds; negative when it is over. */
  leftMs: () => number;
};

/** For a while nobody is asked again whether somebody waits. */
const askAgainAfterMs = 2 * SECOND;

/** How long others wait before that means that no worker has a place for them. */
const othersWaitMs = 3 * SECOND;

export function beginTurn(
  { db, clock, turnMs, runLimitMs }: Pick<Engine, "db" | "clock" | "turnMs" | "runLimitMs">,
  lease: Lease,
  { ageMs, doneBefore }: Pick<ClaimedRun, "ageMs"> & { doneBefore: number },
): Turn {
  const begin = clock.monotonicMs();
  const leftMs = () => runLimitMs - ageMs - (clock.monotonicMs() - begin);
  let askAt: number | null = null;

  async function passBoundary(done: number) {
    lease.check();
    if (leftMs() <= 0) throw tookTooLong(runLimitMs);
    // What it took to come here is lost when it yields: a turn begins with the first new page, and does one at least.
    if (done < doneBefore) return;
    const now = clock.monotonicMs();
    askAt ??= now + turnMs;
    if (done === doneBefore || now < askAt) return;
    askAt = now + askAgainAfterMs;
    if (await yieldRun(db, lease.ownership, othersWaitMs)) throw new RunYielded();
  }

  return { passBoundary, leftMs };
}

export function tookTooLong(runLimitMs: number): RunProblem {
  const hours = String(Math.round(runLimitMs / HOUR));
  return new RunProblem({ code: "run_too_long", severity: "error", facts: { hours } });
}
