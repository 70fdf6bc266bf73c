import { type Corrections, correctInvoice, slowWrites } from "./corrections";
import type { Stage } from "./stage";
import { until } from "./until";
import type { WorkerProcess } from "./worker-process";

/** A run in the middle of its writes: whose it is, who else there is, and what it has to bring about. */
export type DisturbedRun = {
  runId: string;
  owner: WorkerProcess;
  other: WorkerProcess;
  corrections: Corrections;
};

/** Two workers, one of them in the middle of bringing corrections to the PSA, some writes a second. */
export async function startDisturbedRun(stage: Stage): Promise<DisturbedRun> {
  await startTwo(stage);
  const corrections = await correctInvoice(stage);
  await slowWrites(stage, 700);
  const runId = await stage.request("customers");
  await until("the run writes", async () => (await countIntents(stage, runId, "confirmed")) > 0);
  return { runId, corrections, ...(await ownerOf(stage, runId)) };
}

export async function startTwo(stage: Stage): Promise<void> {
  await Promise.all([stage.startWorker("first"), stage.startWorker("second")]);
}

/** Which of the workers has the run. */
export async function ownerOf(stage: Stage, runId: string): Promise<Pick<DisturbedRun, "owner" | "other">> {
  const name = await until("a worker has the run", async () => (await stage.findRun(runId)).worker);
  const owner = stage.workers.find(({ pid }) => name.endsWith(`-${pid}`));
  const other = stage.workers.find((worker) => worker !== owner);
  if (!owner || !other) throw new Error(`The run is ${name}'s, who is not on the stage.`);
  return { owner, other };
}

/** How many writes of this run are in one of these states. */
export async function countIntents(stage: Stage, runId: string, ...states: string[]): Promise<number> {
  const [row] = await stage.sql<{ count: number }>(
    "select count(*)::int as count from intents where run_id = $1 and state = any($2)",
    [runId, states],
  );
  return row?.count ?? 0;
}

export const epochIs = (stage: Stage, runId: string, epoch: number) =>
  until(`epoch ${epoch} has the run`, async () => (await stage.findRun(runId)).epoch === epoch);

/**
 * Lets everything that waits be over: the PSA has given up what it did not answer, and what is to be read back later
 * is read back now. Afterwards nothing is open and nothing is left.
 */
export async function settle(stage: Stage): Promise<void> {
  await until("everything is settled", async () => {
    await stage.sql(`update intents set sent_at = sent_at - interval '10 minutes'
      where state in ('sent', 'unknown') and sent_at > now() - interval '10 minutes'
        and run_id in (select id from sync_runs where finished_at is not null)`);
    await stage.sql("update sync_runs set resumes_at = now() where status = 'queued' and resumes_at > now()");
    return (await stage.runs()).every(({ finishedAt }) => finishedAt !== null);
  });
  expect(await stage.status("customers")).toMatchObject({ unknown: 0, failed: 0, failingSince: null });
  expect(await stage.sql("select id from intents where state in ('planned', 'sent', 'unknown')")).toEqual([]);
}
