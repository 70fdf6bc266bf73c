import type { NextRun } from "@/db/commands/runs/claim-next-run";
import { type ClaimedRun, claimRun } from "@/db/commands/runs/claim-run";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { isDatabaseAway } from "@/db/database-away";
import { loadRunContext } from "@/db/queries/runs/run-context";
import { accountForCustomers, runCustomers } from "../customers/customers-run";
import { accountForProducts, runProducts } from "../products/products-run";
import { settleOpenIntents } from "../writes/settle-open-intents";
import { askAgain, noteEnd } from "./ask-again";
import { loadEarlierWork } from "./earlier-work";
import type { ActiveRun, Connectors, Engine } from "./engine";
import { openFence } from "./fence";
import { finish } from "./finish";
import { giveUp } from "./give-up";
import { issueOfStop } from "./issue-of-stop";
import { keepLease } from "./lease";
import { postpone } from "./postpone";
import { NoProgress, RunYielded, WorkerStopping } from "./run-problem";
import { emptyResult, type RunResult } from "./run-result";
import { beginTurn, tookTooLong } from "./turn";

export type RunEnding =
  | { ended: "finished" }
  | { ended: "postponed"; waitMs: number }
  /** It has given its place to another run and is in line again. */
  | { ended: "yielded" }
  /** Taken by another worker, over already, or its connection is busy. */
  | { ended: "not_ours" }
  | { ended: "released" };

/** Autotask gives up a request only after five minutes, others after one. */
const patience = { connectwise: 1, autotask: 5 } as const;

/** So many workers in a row have left it without having got any further: the next one would, too. */
const mostTakeovers = 5;

type BegunRun = Pick<ActiveRun, "engine" | "context" | "lease" | "turn">;

/**
 * Claims a run and carries it to its end. Whatever goes wrong ends in a stated status, in a later attempt, or with
 * another worker; nothing is thrown but a fault of the database.
 */
export async function executeRun(
  engine: Engine,
  run: { orgId: string; runId: string },
  stopSignal?: AbortSignal,
): Promise<RunEnding> {
  if (stopSignal?.aborted) return { ended: "not_ours" };
  const { worker, leaseMs } = engine;
  const claimed = await claimRun(engine.db, { ...run, worker, leaseMs, presence: engine.presence?.() });
  return claimed ? executeClaimed(engine, { ...run, ...claimed }, stopSignal) : { ended: "not_ours" };
}

/** The same for a run that this worker has claimed a moment ago. */
export async function executeClaimed(
  engine: Engine,
  { orgId, runId, ...claimed }: NextRun,
  stopSignal?: AbortSignal,
): Promise<RunEnding> {
  const ownership = { orgId, runId, epoch: claimed.epoch };
  const lease = keepLease({ db: engine.db, ownership, leaseMs: engine.leaseMs, clock: engine.clock });
  const onStop = () => lease.stop(new WorkerStopping());
  stopSignal?.addEventListener("abort", onStop, { once: true });
  if (stopSignal?.aborted) onStop();
  try {
    const context = await loadRunContext(engine.db, ownership);
    if (!context) return { ended: "not_ours" };
    engine.log.info({ orgId, runId, kind: context.run.kind, epoch: claimed.epoch }, "Sync run started");
    const psaSettlesAfterMs = engine.psaSettlesAfterMs * patience[context.connection.kind];
    const turn = beginTurn(engine, lease, { ...claimed, doneBefore: context.run.progressDone });
    return await carryOut({ engine: { ...engine, psaSettlesAfterMs }, context, lease, turn }, claimed);
  } catch (error) {
    if (error instanceof WorkerStopping) {
      await lease.release();
      return { ended: "released" };
    }
    if (error instanceof RunYielded) return { ended: "yielded" };
    if (error instanceof RunNotOurs) return { ended: "not_ours" };
    throw error;
  } finally {
    stopSignal?.removeEventListener("abort", onStop);
    lease.stop();
  }
}

async function carryOut(run: BegunRun, claimed: ClaimedRun): Promise<RunEnding> {
  const { engine, lease } = run;
  if (claimed.takeovers > mostTakeovers) {
    await giveUp(run);
    return { ended: "finished" };
  }
  const over = findOver(run, claimed);
  let result = over ? emptyResult({ stoppedBy: over }) : await attempt(run);
  const { stoppedBy } = result;
  if (stoppedBy instanceof RunYielded) throw stoppedBy;
  // A read that was cut off because the run is to stop is no trouble of the other side.
  if (stoppedBy !== undefined) lease.check();
  if (stoppedBy instanceof RunNotOurs || stoppedBy instanceof WorkerStopping) throw stoppedBy;
  // Its own record failed the run: whoever takes it up when the lease has lapsed goes on where it is.
  if (isDatabaseAway(stoppedBy)) throw stoppedBy;
  const waitMs = await postpone(run, stoppedBy);
  if (waitMs !== null) return { ended: "postponed", waitMs };
  if (stoppedBy !== undefined) {
    if (result.ledger.isEmpty()) result = await accountForEarlier(run, stoppedBy);
    result.issues.push(issueOfStop(run, stoppedBy));
  }
  await noteEnd(run, result);
  await finish(run, result);
  engine.log.info({ ...lease.ownership }, "Sync run finished");
  return { ended: "finished" };
}

/** What ends a run before it goes on; null: nothing. */
function findOver({ engine, turn }: BegunRun, { takeovers }: ClaimedRun): Error | null {
  if (takeovers >= mostTakeovers) return new NoProgress();
  return turn.leftMs() > 0 ? null : tookTooLong(engine.runLimitMs);
}

async function attempt(run: BegunRun): Promise<RunResult> {
  let connectors: Connectors | undefined;
  try {
    await askAgain(run);
    connectors = await run.engine.openConnectors(run.context, run.lease.signal);
    const { source, psa } = connectors;
    return await work({ ...run, fence: openFence(run.engine, run.lease, psa), source, psa });
  } catch (error) {
    return emptyResult({ stoppedBy: error });
  } finally {
    await connectors?.close();
  }
}

async function work(run: ActiveRun): Promise<RunResult> {
  const live = run.context.run.mode === "live";
  const blocked = live ? await settleOpenIntents(run) : new Map();
  return run.context.run.kind === "customers" ? runCustomers(run, blocked) : runProducts(run, blocked);
}

/** A run that was stopped before it began has nothing to tell, unless an earlier worker of it has done something. */
async function accountForEarlier(run: BegunRun, stoppedBy: unknown): Promise<RunResult> {
  const earlier = await loadEarlierWork(run);
  if (earlier.size === 0) return emptyResult({ stoppedBy });
  return run.context.run.kind === "customers"
    ? accountForCustomers(run, earlier, stoppedBy)
    : accountForProducts(earlier, stoppedBy);
}
