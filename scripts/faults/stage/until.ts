import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until `look` answers something other than undefined or false, and answers that. The limit is only there so
 * that a test which waits for ever says for what.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  limitMs = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const begin = performance.now();
  for (;;) {
    const found = await look();
    if (isThere(found)) return found;
    if (performance.now() - begin > limitMs) throw new Error(`It never came to this: ${what}.`);
    await delay(20);
  }
}

function isThere<T>(found: T): found is Exclude<T, false | null | undefined> {
  return found !== undefined && found !== null && found !== false;
}
