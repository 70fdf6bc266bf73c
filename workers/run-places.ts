import { claimNextRun, type NextRun } from "@/db/commands/runs/claim-next-run";
import type { Engine } from "./sync/run/engine";
import { executeClaimed } from "./sync/run/execute-run";

export type RunPlaces = {
  /** Gives free places to the runs whose turn it is; does not wait for those to end. */
  fill: () => Promise<void>;
  /** When every run that is under way has ended or was given up. */
  emptied: () => Promise<void>;
};

/**
 * The places for runs in this worker. A bell of the queue only says that something may wait: which run comes next, of
 * which organisation, is decided in the database. The last free place is kept for an organisation that has none here, so
 * that one with many runs does not keep another waiting.
 */
export function openRunPlaces(engine: Engine, size: number, stop: AbortSignal): RunPlaces {
  const taken = new Map<Promise<void>, string>();
  let filling: Promise<void> | null = null;
  let again = false;

  function fill(): Promise<void> {
    again = true;
    filling ??= fillAll();
    return filling;
  }

  async function fillAll() {
    try {
      while (again) {
        again = false;
        await fillFree();
      }
    } finally {
      filling = null;
    }
  }

  async function fillFree() {
    while (!stop.aborted && taken.size < size) {
      const isLast = taken.size === size - 1;
      const besides = isLast ? [...new Set(taken.values())] : [];
      const { worker, leaseMs } = engine;
      const presence = engine.presence?.();
      const next = await claimNextRun(engine.db, { worker, leaseMs, presence, besides });
      if (!next) return;
      start(next);
    }
  }

  function start(next: NextRun) {
    const { orgId, runId } = next;
    const work = executeClaimed(engine, next, stop)
      .then(() => undefined)
      .catch((error: unknown) => engine.log.error({ orgId, runId }, "A run was left by its worker", error))
      .finally(() => {
        taken.delete(work);
        fill().catch((error: unknown) => engine.log.error({}, "A free place was not filled", error));
      });
    taken.set(work, orgId);
  }

  return {
    fill,
    emptied: async () => {
      while (filling || taken.size > 0) await Promise.all([filling, ...taken.keys()]);
    },
  };
}
