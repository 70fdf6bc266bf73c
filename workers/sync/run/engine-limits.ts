import { DAY, MINUTE, SECOND } from "@/lib/clock";
import type { Engine } from "./engine";

const requestLimitMs = 5 * SECOND;

/** The engine's times and sizes in production. */
export const engineLimits = {
  rest: { restsAfter: 3, firstRestMs: MINUTE, longestRestMs: 15 * MINUTE },
  // The run of a worker that was killed goes on within ten seconds.
  leaseMs: 7.5 * SECOND,
  turnMs: 0.5 * MINUTE,
  customersPerPage: 40,
  runLimitMs: DAY,
  requestLimitMs,
  // A write leaves at the latest so long after it was recorded as sent; the PSA has its minute from then on.
  psaSettlesAfterMs: MINUTE + requestLimitMs,
} as const satisfies Partial<Engine>;
