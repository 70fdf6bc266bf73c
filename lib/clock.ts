/** Units of time in milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Clock = { now(): Date; monotonicMs(): number };

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
