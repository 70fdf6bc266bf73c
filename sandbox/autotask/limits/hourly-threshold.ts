import { overThreshold } from "../refusal";
import type { AutotaskSettings } from "../settings";

const minute = 60_000;
export const timeframeMinutes = 60;

/** Calls of the last 60 minutes, counted by the minute. */
export class HourlyThreshold {
  private readonly calls = new Map<number, number>();

  /** `now`: milliseconds. Those of other vendors are among them. */
  used(now: number, { threshold }: AutotaskSettings): number {
    const oldest = Math.floor(now / minute) - timeframeMinutes;
    let sum = threshold.usedElsewhere;
    for (const [at, count] of this.calls) {
      if (at <= oldest) this.calls.delete(at);
      else sum += count;
    }
    return sum;
  }

  /** Counts a call and answers by how many milliseconds it is delayed; throws the refusal when none is left. */
  count(now: number, settings: AutotaskSettings): number {
    const { limit } = settings.threshold;
    const used = this.used(now, settings);
    if (used >= limit) throw overThreshold(limit);
    const at = Math.floor(now / minute);
    this.calls.set(at, (this.calls.get(at) ?? 0) + 1);
    if (!settings.delays || used < limit * 0.5) return 0;
    return used < limit * 0.75 ? 500 : 1000;
  }
}
