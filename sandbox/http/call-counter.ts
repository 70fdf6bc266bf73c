import { pathPattern } from "./path-pattern";
import type { ServiceName } from "./service";

/** Calls of one kind. Times are what the service itself took, in milliseconds, without waits that a fault asked for. */
export type CallCount = {
  service: ServiceName;
  method: string;
  path: string;
  calls: number;
  /** How many were answered with a status of 400 or above, or with no answer at all. */
  failed: number;
  handlingMs: { total: number; longest: number };
};

/** Counts calls per service, method and path pattern. */
export class CallCounter {
  private readonly counts = new Map<string, CallCount>();

  add(service: ServiceName, method: string, path: string, outcome: { failed: boolean; ms: number }): void {
    const pattern = pathPattern(path);
    const key = `${service} ${method} ${pattern}`;
    const count = this.counts.get(key) ?? {
      service,
      method,
      path: pattern,
      calls: 0,
      failed: 0,
      handlingMs: { total: 0, longest: 0 },
    };
    count.calls += 1;
    if (outcome.failed) count.failed += 1;
    count.handlingMs.total += outcome.ms;
    count.handlingMs.longest = Math.max(count.handlingMs.longest, outcome.ms);
    this.counts.set(key, count);
  }

  list(): CallCount[] {
    return [...this.counts.values()].map((count) => ({
      ...count,
      handlingMs: {
        total: Math.round(count.handlingMs.total * 1000) / 1000,
        longest: Math.round(count.handlingMs.longest * 1000) / 1000,
      },
    }));
  }

  clear(): void {
    this.counts.clear();
  }
}
