import { setTimeout as delay } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { inOrg } from "@/db/client";
import { requestRetry, requestRun } from "@/db/commands/runs/request-run";
import { findWaiting } from "@/db/queries/across-organisations";
import { type programSyncs, type SyncKind, type SyncMode, type SyncTrigger, syncRuns } from "@/db/schema";
import { MINUTE } from "@/lib/clock";
import type { Engine } from "@/workers/sync/run/engine";
import { executeRun, type RunEnding } from "@/workers/sync/run/execute-run";

type Run = typeof syncRuns.$inferSelect;
type RunOptions = { mode?: SyncMode; trigger?: SyncTrigger };

export type RigRuns = {
  /** Asks for a run and works off everything that is due, as the worker would. Gives the run as it ended. */
  run: (kind: SyncKind, options?: RunOptions) => Promise<Run>;
  retry: (runId: string, kind: SyncKind, keys: string[]) => Promise<Run>;
  /** Only asks; the run waits for a worker. */
  request: (kind: SyncKind, options?: RunOptions) => Promise<string>;
  /** One turn of one worker at a run. */
  work: (runId: string, engine?: Engine, stop?: AbortSignal) => Promise<RunEnding>;
  /** Works off what is due until the run has ended. */
  workOff: (runId: string) => Promise<Run>;
  findRun: (runId: string) => Promise<Run>;
  runs: () => Promise<Run[]>;
};

const longestRunMs = 1 * MINUTE;

/** What a test does with runs: asking for them and carrying them out in this process. */
export function rigRuns(
  engine: Engine,
  programSync: Pick<typeof programSyncs.$inferSelect, "orgId" | "id" | "connectionId">,
): RigRuns {
  const { orgId } = programSync;
  const of = { orgId, programSyncId: programSync.id, connectionId: programSync.connectionId };
  const inside = <T>(work: Parameters<typeof inOrg<T>>[2]) => inOrg(engine.db, orgId, work);

  async function findRun(runId: string): Promise<Run> {
    const [run] = await inside((tx) => tx.select().from(syncRuns).where(eq(syncRuns.id, runId)));
    if (!run) throw new Error("There is no such run.");
    return run;
  }

  async function request(kind: SyncKind, { mode = "live", trigger = "person" }: RunOptions = {}) {
    const asked = { ...of, kind, mode, trigger, requestedBy: null };
    return (await inside((tx) => requestRun(tx, asked))).runId;
  }

  const work = (runId: string, by = engine, stop?: AbortSignal) => executeRun(by, { orgId, runId }, stop);

  async function workOff(runId: string): Promise<Run> {
    const end = performance.now() + longestRunMs;
    while (performance.now() < end) {
      for (const { bell, subjectId } of await findWaiting(engine.db, 50)) {
        if (bell === "run") await work(subjectId);
      }
      const run = await findRun(runId);
      if (run.finishedAt) return run;
      await delay(50);
    }
    throw new Error("The run did not end.");
  }

  return {
    findRun,
    request,
    work,
    workOff,
    runs: () => inside((tx) => tx.select().from(syncRuns).orderBy(syncRuns.queuedAt)),
    run: async (kind, options) => workOff(await request(kind, options)),
    retry: async (retryOf, kind, keys) => {
      const asked = { ...of, kind, requestedBy: null, retryOf, keys };
      return workOff((await inside((tx) => requestRetry(tx, asked))).runId);
    },
  };
}
