import { setTimeout as wait } from "node:timers/promises";

/** Waits so many milliseconds, or less when the signal says to stop: whoever waited looks at what ended it. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
}
