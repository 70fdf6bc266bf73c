import type { SeenCall, Violation } from "../seen";

export type CallsSpent = {
  calls: SeenCall[];
  /** The fewest that could have done. */
  minimum: number;
  crashes: number;
  /** What one page of work takes to read again. */
  pageCalls: number;
};

/** I9: calls are within 1.05 × the minimum, and a page for each crash. */
export function findCallsBeyond({ calls, minimum, crashes, pageCalls }: CallsSpent): Violation[] {
  const spent = calls.reduce((sum, one) => sum + one.calls, 0);
  const most = 1.05 * minimum + crashes * pageCalls;
  if (spent <= most) return [];
  const says = `${spent} calls, where ${minimum} would have done and ${most.toFixed(1)} are allowed.`;
  return [{ invariant: "I9", says, data: calls }];
}

/** I9: a wait that was asked for (Retry-After) is kept. */
export function findShortWaits(waits: { askedMs: number; waitedMs: number }[]): Violation[] {
  return waits
    .filter(({ askedMs, waitedMs }) => waitedMs < askedMs)
    .map((wait) => ({
      invariant: "I9",
      says: `A call came ${wait.waitedMs} ms after an answer that asked for ${wait.askedMs}.`,
      data: wait,
    }));
}

/** I9: at most 10 SQL statements per 1,000 unchanged items and 3 per written one, beside what every run takes. */
export function findStatementsBeyond(of: {
  statements: number;
  fixed: number;
  unchanged: number;
  written: number;
}): Violation[] {
  const most = of.fixed + 10 * Math.ceil(of.unchanged / 1_000) + 3 * of.written;
  if (of.statements <= most) return [];
  return [{ invariant: "I9", says: `${of.statements} SQL statements where ${most} are allowed.`, data: of }];
}
