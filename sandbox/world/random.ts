import { createHash } from "node:crypto";

/** A stream of numbers in [0, 1) that depends on nothing but the text it grew from. */
export type Random = () => number;

/** One stream per thing (a customer, a subscription): adding a thing leaves all others as they were. */
export function randomFrom(text: string): Random {
  let state = createHash("sha256").update(text).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both possible. */
export function drawBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** A UUID of version 4's shape that is always the same for the same text. */
export function uuidFrom(text: string): string {
  const hex = createHash("sha256").update(`prism sandbox ${text}`).digest("hex");
  const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
