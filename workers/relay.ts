import type { Database } from "@/db/client";
import { clearOld } from "@/db/commands/clear-old";
import { takeScheduleSlot } from "@/db/commands/runs/take-schedule-slot";
import {
  ensureItemPartitions,
  findDueSchedules,
  findWaiting,
  type Rung,
  takeBells,
} from "@/db/queries/across-organisations";
import { HOUR, MINUTE, SECOND } from "@/lib/clock";
import type { EventLog } from "@/lib/logger";
import type { Bells } from "./queues/bells";
import type { JobKind } from "./queues/definitions";

export type Relay = {
  /** Passes on what was rung now. */
  now: () => void;
  /** False when no pass has succeeded for half a minute: the database or the queue is away. */
  isWell: () => boolean;
  stop: () => Promise<void>;
};
type RelayDeps = {
  db: Database;
  bells: Bells;
  log: EventLog;
  /** The queue has taken a bell. */
  onRung?: (kind: JobKind) => void;
  /** Told with each sweep of which kinds something is due that nobody works on; before it is rung for again. */
  onWaiting?: (kinds: ReadonlySet<JobKind>) => Promise<void>;
  /** Comes before each sweep. */
  beforeSweep?: () => Promise<void>;
  /** For how many months items are kept. */
  keepItemMonths: number;
};

const batch = 200;

/**
 * Carries what the database says is due to the queue. The relay passes bells on as they are rung (`now`) and every
 * second; the sweeper looks every second for what nobody picked up, the schedule every half minute.
 */
export async function startRelay(deps: RelayDeps): Promise<Relay> {
  const { db, bells, log } = deps;

  async function pass(rung: Rung[]) {
    for (const { bell, ...payload } of rung) {
      await bells.ring(bell, payload);
      deps.onRung?.(bell);
    }
  }

  async function sweep() {
    await deps.beforeSweep?.();
    const waiting = await findWaiting(db, batch);
    await deps.onWaiting?.(new Set(waiting.map(({ bell }) => bell)));
    await pass(waiting);
  }

  async function relay() {
    for (;;) {
      const rung = await takeBells(db, batch);
      await pass(rung);
      if (rung.length < batch) return;
    }
  }

  const loops = [
    repeat(relay, SECOND, log, "relay"),
    repeat(sweep, SECOND, log, "sweeper"),
    repeat(
      async () => {
        for (const due of await findDueSchedules(db, batch)) await takeScheduleSlot(db, due);
      },
      0.5 * MINUTE,
      log,
      "schedule",
    ),
    repeat(() => ensureItemPartitions(db), HOUR, log, "partitions"),
    repeat(
      async () => {
        const { droppedTables } = await clearOld(db, deps.keepItemMonths);
        if (droppedTables > 0) log.info({ job: "retention" }, "Old months of items were dropped");
      },
      6 * HOUR,
      log,
      "retention",
    ),
  ];
  const [relayLoop, sweeperLoop] = loops;
  return {
    now: () => relayLoop?.now(),
    isWell: () => [relayLoop, sweeperLoop].every((loop) => loop?.hasSucceededWithin(0.5 * MINUTE)),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

type Loop = {
  now: () => void;
  hasSucceededWithin: (ms: number) => boolean;
  stop: () => Promise<void>;
};

/** Runs `work` again and again, never twice at once; a failure is logged and the next turn comes. */
function repeat(work: () => Promise<void>, everyMs: number, log: EventLog, name: string): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let succeededAt = performance.now();

  async function turn() {
    try {
      await work();
      succeededAt = performance.now();
    } catch (error) {
      log.error({ job: name }, "A recurring job failed and will be repeated", error);
    }
  }

  function now() {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = turn().finally(() => {
      running = null;
      if (again) {
        again = false;
        now();
      } else if (!stopped) timer = setTimeout(now, everyMs);
    });
  }

  now();
  return {
    now,
    hasSucceededWithin: (ms) => performance.now() - succeededAt < ms,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
