import { claimRun, postponeRun } from "@/db/commands/runs/claim-run";
import { RunNotOurs } from "@/db/commands/runs/record-items";
import { loadRunContext, type RunContext } from "@/db/queries/runs/run-context";
import { ApiError } from "@/lib/errors";
import { decideRetry } from "@/workers/connectors/retry";
import { type RunResult, runCustomers } from "../customers/customers-run";
import { runProducts } from "../products/products-run";
import { settleOpenIntents } from "../writes/settle-open-intents";
import type { ActiveRun, Connectors, Engine } from "./engine";
import { finish } from "./finish";
import { issueOfError } from "./issue-of-error";
import { type DraftIssue, referenceOf } from "./item-draft";
import { keepLease, type Lease } from "./lease";
import { Ledger } from "./ledger";
import { RunProblem, WorkerStopping } from "./run-problem";

export type RunEnding =
  | { ended: "finished" }
  | { ended: "postponed"; waitMs: number }
  /** Taken by another worker, over already, or its connection is busy. */
  | { ended: "not_ours" }
  | { ended: "released" };

/** How often a run that cannot reach the PSA or PRISM is put back to wait before it ends in Error. */
const mostAttempts = 3;

/**
 * Claims a run and carries it to its end. Whatever goes wrong ends in a stated status, in a later attempt, or with
 * another worker; nothing is thrown but a fault of the database.
 */
export async function executeRun(
  engine: Engine,
  run: { orgId: string; runId: string },
  stopSignal?: AbortSignal,
): Promise<RunEnding> {
  const claimed = await claimRun(engine.db, { ...run, worker: engine.worker, leaseMs: engine.leaseMs });
  if (!claimed) return { ended: "not_ours" };
  const ownership = { ...run, epoch: claimed.epoch };
  const lease = keepLease({ db: engine.db, ownership, leaseMs: engine.leaseMs, clock: engine.clock });
  const onStop = () => lease.stop(new WorkerStopping());
  stopSignal?.addEventListener("abort", onStop, { once: true });
  try {
    const context = await loadRunContext(engine.db, run);
    if (!context) return { ended: "not_ours" };
    engine.log.info({ ...run, kind: context.run.kind, epoch: claimed.epoch }, "Sync run started");
    return await carryOut(engine, context, lease);
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

async function carryOut(engine: Engine, context: RunContext, lease: Lease): Promise<RunEnding> {
  let connectors: Connectors | undefined;
  let result: RunResult;
  try {
    connectors = await engine.openConnectors(context);
    result = await work({ engine, context, lease, source: connectors.source, psa: connectors.psa });
  } catch (error) {
    result = nothingDone(error);
  } finally {
    await connectors?.close();
  }
  const { stoppedBy } = result;
  if (stoppedBy instanceof RunNotOurs || stoppedBy instanceof WorkerStopping) throw stoppedBy;
  const postponed = await postpone(engine, context, lease, stoppedBy);
  if (postponed) return postponed;
  if (stoppedBy !== undefined) result.issues.push(issueOfStop(engine, context, stoppedBy));
  await finish({ engine, context, lease }, result);
  engine.log.info({ ...lease.ownership }, "Sync run finished");
  return { ended: "finished" };
}

async function work(run: ActiveRun): Promise<RunResult> {
  const live = run.context.run.mode === "live";
  const blocked = live ? await settleOpenIntents(run) : new Map();
  return run.context.run.kind === "customers" ? runCustomers(run, blocked) : runProducts(run, blocked);
}

function nothingDone(error: unknown): RunResult {
  return { ledger: new Ledger([], true), issues: [], notMapped: null, period: null, stoppedBy: error };
}

/** A run that could not reach the other side waits and tries again by itself, saying until when and why. */
async function postpone(
  engine: Engine,
  context: RunContext,
  lease: Lease,
  error: unknown,
): Promise<RunEnding | null> {
  if (!(error instanceof ApiError) || context.run.attempts + 1 >= mostAttempts) return null;
  const decision = decideRetry(error, context.run.attempts + 1);
  if (!decision.retry) return null;
  const wait = { waitMs: decision.waitMs, reason: issueOfError(error, sideOf(error)).code };
  if (!(await postponeRun(engine.db, lease.ownership, wait))) throw new RunNotOurs();
  engine.log.warn({ ...lease.ownership, reason: wait.reason, waitMs: wait.waitMs }, "Sync run waits");
  return { ended: "postponed", waitMs: wait.waitMs };
}

function issueOfStop(engine: Engine, context: RunContext, error: unknown): DraftIssue {
  if (error instanceof RunProblem) return error.issue;
  if (error instanceof ApiError) return issueOfError(error, sideOf(error));
  const reference = referenceOf(context.run.id, "run", "unexpected");
  engine.log.error({ runId: context.run.id, reference }, "Sync run stopped unexpectedly", error);
  return { code: "unexpected", severity: "error", facts: { reference } };
}

function sideOf(error: ApiError): "source" | "psa" {
  return error.service === "prism" ? "source" : "psa";
}
