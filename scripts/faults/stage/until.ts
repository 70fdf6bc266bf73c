import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until `look` answers something other than undefined or false, and answers that. The limit is only there so
 * that a test which waits for ever says for what.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  limitMs = 60_000,
): Promise<NonNullable<T>> {
  const begin = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() - begin > limitMs) throw new Error(`It never came to this: ${what}.`);
    await delay(20);
  }
}
