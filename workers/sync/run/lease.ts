import type { Database } from "@/db/client";
import { type Ownership, releaseRun, renewLease } from "@/db/commands/runs/claim-run";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import type { Clock } from "@/lib/clock";

export type Lease = {
  ownership: Ownership;
  /** Aborts when the lease is lost or the worker is to stop. */
  signal: AbortSignal;
  /** Throws what ended the lease: RunNotOurs, or the reason given to `stop`. */
  check: () => void;
  /** Ends the renewing; with a reason, also tells the work to stop. */
  stop: (reason?: Error) => void;
  release: () => Promise<void>;
};

type LeaseOptions = { db: Database; ownership: Ownership; leaseMs: number; clock: Clock };

/**
 * Keeps a claimed run ours by renewing its lease ten times per lease. A renewal that finds the run taken, or
 * that fails until the lease has run out by our own monotonic clock, aborts the work.
 */
export function keepLease({ db, ownership, leaseMs, clock }: LeaseOptions): Lease {
  const controller = new AbortController();
  let goodUntil = clock.monotonicMs() + leaseMs;
  let stopped = false;
  let callOff: () => void = () => undefined;

  async function renew() {
    const asked = clock.monotonicMs();
    try {
      if (!(await renewLease(db, ownership, leaseMs))) return lose();
      goodUntil = asked + leaseMs;
    } catch {
      // The database may be back before the lease is over; the next renewal decides.
      if (clock.monotonicMs() >= goodUntil) return lose();
    }
    schedule();
  }

  function lose() {
    stopped = true;
    controller.abort(new RunNotOurs());
  }

  function schedule() {
    if (!stopped) callOff = clock.after(leaseMs / 10, renew);
  }

  schedule();
  return {
    ownership,
    signal: controller.signal,
    check: () => {
      if (clock.monotonicMs() >= goodUntil) lose();
      controller.signal.throwIfAborted();
    },
    stop: (reason) => {
      stopped = true;
      callOff();
      if (reason) controller.abort(reason);
    },
    release: () => releaseRun(db, ownership),
  };
}
