import { type Clock, systemClock } from "@/lib/clock";
import type { CallRecord, WaitRecord } from "../http/types";

/** Hooks for a connector that does not really wait: it notes each wait, and its clock jumps ahead by it. */
export function recordingHooks() {
  const waits: WaitRecord[] = [];
  const calls: CallRecord[] = [];
  let ahead = 0;
  const clock: Clock = {
    now: () => new Date(Date.parse("2026-09-01T08:00:00Z") + ahead),
    monotonicMs: () => ahead,
    after: systemClock.after,
  };
  return {
    waits,
    calls,
    passTime: (ms: number) => {
      ahead += ms;
    },
    hooks: {
      clock,
      random: () => 0,
      sleep: async (ms: number) => {
        ahead += ms;
      },
      onWait: (wait: WaitRecord) => waits.push(wait),
      onCall: (call: CallRecord) => calls.push(call),
    },
  };
}
