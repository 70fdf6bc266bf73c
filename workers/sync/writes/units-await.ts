import { SECOND } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import type { ActiveRun } from "../run/engine";
import { type ReadBack, readBackIntent } from "./perform-intent";
import type { AdjustUnits } from "./units-body";

/** A PSA may show units late: they are looked at again after these waits, a minute in all. */
const waitsMs = [1, 2, 3, 5, 5, 5, 5, 5, 5, 8, 8, 8].map((seconds) => seconds * SECOND);

/**
 * Reads the contract until it shows the adjustment, a minute at most; gives what it showed last, `unread` when it could
 * not be read. What had to wait was not taken up: one look is enough.
 */
export async function awaitUnits(
  run: ActiveRun,
  intent: AdjustUnits,
  error: ApiError | null,
): Promise<ReadBack | { found: "unread" }> {
  const waits = error?.kind === "rate_limited" ? [] : waitsMs;
  for (let look = 0; ; look += 1) {
    run.lease.check();
    const back = await lookOnce(run, intent);
    const waitMs = waits[look];
    if (back.found === "desired" || waitMs === undefined) return back;
    await run.engine.sleep(waitMs, run.lease.signal);
  }
}

async function lookOnce(run: ActiveRun, intent: AdjustUnits): Promise<ReadBack | { found: "unread" }> {
  try {
    return await readBackIntent(run.psa, intent);
  } catch (error) {
    if (error instanceof ApiError) return { found: "unread" };
    throw error;
  }
}
