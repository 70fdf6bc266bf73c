import { type Clock, HOUR, MINUTE, SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import { service } from "../errors";

/** What a tenant may use in a rolling time frame, and what all its integrations together have used. */
export type Reading = { limit: number; used: number };

/** Beyond this part of the tenant's quota we leave the rest to others; the vendor slows everybody down from a half on. */
const share = 0.4;
/** It is read again once we have used a tenth of the room that was left, but not more often than after so many calls. */
const readAgainShare = 0.1;
const fewestCallsBetween = 100;
const readAgainAfterMs = 60 * SECOND;
const shortestPause = 1 * MINUTE;
const longestPause = 15 * MINUTE;
const timeframe = 1 * HOUR;

/** Judges before each call whether the tenant's hourly quota has room for it. Times are the clock's monotonic milliseconds. */
export class Threshold {
  private ownCalls: number[] = [];
  private last: (Reading & { at: number; callsSince: number }) | null = null;
  private known: Reading | null = null;
  private reading: Promise<void> | null = null;
  private resumeAt: number | null = null;

  /** To be told of every call that counts. */
  count(clock: Clock): void {
    const now = clock.monotonicMs();
    this.ownCalls.push(now);
    if (this.last) this.last.callsSince += 1;
    this.forget(now);
  }

  /** How many calls of ours were made within the last hour. */
  own(clock: Clock): number {
    this.forget(clock.monotonicMs());
    return this.ownCalls.length;
  }

  /** Which part of the quota all integrations together had used when it was read last; null: it was not read yet. */
  usedShare(): number | null {
    return this.known && this.known.limit > 0 ? this.known.used / this.known.limit : null;
  }

  /** Throws ApiError `rate_limited`, with the time to wait, once the quota has no room left for us. Never waits for it. */
  async admit(clock: Clock, read: () => Promise<Reading>): Promise<void> {
    const now = clock.monotonicMs();
    if (this.resumeAt !== null && now < this.resumeAt) throw paused(this.resumeAt - now);
    if (this.isStale(now)) {
      this.reading ??= this.readAgain(clock, read).finally(() => {
        this.reading = null;
      });
      await this.reading;
    }
    if (!this.last) return;
    const excess = this.last.used + this.last.callsSince - Math.floor(this.last.limit * share) + 1;
    if (excess <= 0) return;
    const wait = this.pauseFor(excess, now);
    this.resumeAt = now + wait;
    // The next call asks again how things are.
    this.last = null;
    throw paused(wait);
  }

  private forget(now: number): void {
    while ((this.ownCalls[0] ?? now) <= now - timeframe) this.ownCalls.shift();
  }

  private isStale(now: number): boolean {
    if (!this.last) return true;
    const age = now - this.last.at;
    const { limit, used, callsSince } = this.last;
    const room = Math.max(fewestCallsBetween, (limit * share - used) * readAgainShare);
    return age < 0 || age >= readAgainAfterMs || callsSince >= room;
  }

  private async readAgain(clock: Clock, read: () => Promise<Reading>): Promise<void> {
    const reading = await read();
    this.known = reading;
    this.last = { ...reading, at: clock.monotonicMs(), callsSince: 0 };
  }

  /** Until so many of our own calls have left the hour; when they are not enough, others' must leave, whose times nobody knows. */
  private pauseFor(excess: number, now: number): number {
    this.forget(now);
    const leaving = this.ownCalls[excess - 1];
    if (leaving === undefined) return longestPause;
    return Math.min(longestPause, Math.max(shortestPause, leaving + timeframe - now));
  }
}

function paused(retryAfterMs: number): ApiError {
  const words =
    "This Autotask database has used so much of its hourly API quota that the rest is left to others.";
  return new ApiError({ service, kind: "rate_limited", retryAfterMs: Math.ceil(retryAfterMs), words });
}
