import { claimRun, postponeRun } from "@/db/commands/runs/claim-run";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { loadRunContext } from "@/db/queries/runs/run-context";
import { HOUR } from "@/lib/clock";
import { ApiError } from "@/lib/errors";
import { accountForCustomers, runCustomers } from "../customers/customers-run";
import { accountForProducts, runProducts } from "../products/products-run";
import { settleOpenIntents } from "../writes/settle-open-intents";
import { loadEarlierWork } from "./earlier-work";
import type { ActiveRun, Connectors, Engine } from "./engine";
import { finish } from "./finish";
import { issueOfStop } from "./issue-of-stop";
import { keepLease } from "./lease";
import { ProductsComeFirst, WorkerStopping } from "./run-problem";
import { emptyResult, type RunResult } from "./run-result";

export type RunEnding =
  | { ended: "finished" }
  | { ended: "postponed"; waitMs: number }
  /** Taken by another worker, over already, or its connection is busy. */
  | { ended: "not_ours" }
  | { ended: "released" };

/** How often a run that cannot reach the PSA or PRISM is put back to wait before it ends in Error. */
const mostAttempts = 3;

/** How long after its start a run that the other side only asks to slow down goes on waiting. */
const patienceMs = 24 * HOUR;

/** Autotask gives up a request only after five minutes, others after one. */
const patience = { connectwise: 1, autotask: 5 } as const;

type ClaimedRun = Pick<ActiveRun, "engine" | "context" | "lease">;

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
  const claimed = await claimRun(engine.db, { ...run, worker: engine.worker, leaseMs: engine.leaseMs });
  if (!claimed) return { ended: "not_ours" };
  const ownership = { ...run, epoch: claimed.epoch };
  const lease = keepLease({ db: engine.db, ownership, leaseMs: engine.leaseMs, clock: engine.clock });
  const onStop = () => lease.stop(new WorkerStopping());
  stopSignal?.addEventListener("abort", onStop, { once: true });
  if (stopSignal?.aborted) onStop();
  try {
    const context = await loadRunContext(engine.db, run);
    if (!context) return { ended: "not_ours" };
    engine.log.info({ ...run, kind: context.run.kind, epoch: claimed.epoch }, "Sync run started");
    const psaSettlesAfterMs = engine.psaSettlesAfterMs * patience[context.connection.kind];
    return await carryOut({ engine: { ...engine, psaSettlesAfterMs }, context, lease });
  } catch (error) {
    if (error instanceof WorkerStopping) {
      await lease.release();
      return { ended: "released" };
    }
    if (error instanceof RunNotOurs) return { ended: "not_ours" };
    throw error;
  } finally {
    stopSignal?.removeEventListener("abort", onStop);
    lease.stop();
  }
}

async function carryOut(run: ClaimedRun): Promise<RunEnding> {
  const { engine, context, lease } = run;
  let connectors: Connectors | undefined;
  let result: RunResult;
  try {
    connectors = await engine.openConnectors(context, lease.signal);
    result = await work({ ...run, source: connectors.source, psa: connectors.psa });
  } catch (error) {
    result = emptyResult({ stoppedBy: error });
  } finally {
    await connectors?.close();
  }
  const { stoppedBy } = result;
  // A read that was cut off because the run is to stop is no trouble of the other side.
  if (stoppedBy !== undefined) lease.check();
  if (stoppedBy instanceof RunNotOurs || stoppedBy instanceof WorkerStopping) throw stoppedBy;
  const postponed = await postpone(run, stoppedBy);
  if (postponed) return postponed;
  if (stoppedBy !== undefined) {
    if (result.ledger.isEmpty()) result = await accountForEarlier(run, stoppedBy);
    result.issues.push(issueOfStop(run, stoppedBy));
  }
  await finish({ engine, context, lease }, result);
  engine.log.info({ ...lease.ownership }, "Sync run finished");
  return { ended: "finished" };
}

async function work(run: ActiveRun): Promise<RunResult> {
  const live = run.context.run.mode === "live";
  const blocked = live ? await settleOpenIntents(run) : new Map();
  return run.context.run.kind === "customers" ? runCustomers(run, blocked) : runProducts(run, blocked);
}

/** A run that was stopped before it began has nothing to tell, unless an earlier worker of it has done something. */
async function accountForEarlier(run: ClaimedRun, stoppedBy: unknown): Promise<RunResult> {
  const earlier = await loadEarlierWork(run);
  if (earlier.size === 0) return emptyResult({ stoppedBy });
  return run.context.run.kind === "customers"
    ? accountForCustomers(run, earlier, stoppedBy)
    : accountForProducts(earlier, stoppedBy);
}

/** A run that could not reach the other side waits and tries again by itself, saying until when and why. */
async function postpone(run: ClaimedRun, error: unknown): Promise<RunEnding | null> {
  const { engine, lease } = run;
  if (error instanceof ProductsComeFirst) return { ended: "postponed", waitMs: 0 };
  if (!(error instanceof ApiError)) return null;
  const waitMs = waitFor(run, error);
  if (waitMs === null) return null;
  const counts = error.kind !== "rate_limited";
  const wait = { waitMs, counts, reason: issueOfStop(run, error).code };
  if (!(await postponeRun(engine.db, lease.ownership, wait))) throw new RunNotOurs();
  engine.log.warn({ ...lease.ownership, reason: wait.reason, waitMs }, "Sync run waits");
  return { ended: "postponed", waitMs };
}

/** null: it is not tried again. A wait that the other side asked for is no attempt, and has a deadline of its own. */
function waitFor({ engine, context }: ClaimedRun, error: ApiError): number | null {
  const { attempts, startedAt } = context.run;
  if (error.kind === "rate_limited") {
    const { waitMs } = engine.decideRetry(error, 1);
    const deadline = (startedAt ?? engine.clock.now()).getTime() + patienceMs;
    return engine.clock.now().getTime() + waitMs < deadline ? waitMs : null;
  }
  if (attempts + 1 >= mostAttempts) return null;
  const decision = engine.decideRetry(error, attempts + 1);
  return decision.retry ? decision.waitMs : null;
}
