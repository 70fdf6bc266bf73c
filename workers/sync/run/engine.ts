import type { Database } from "@/db/client";
import type { RestRules } from "@/db/commands/runs/rest-connection";
import type { RunContext } from "@/db/queries/runs/run-context";
import type { Clock } from "@/lib/clock";
import type { ApiError } from "@/lib/errors";
import type { EventLog } from "@/lib/logger";
import type { ConnectorHooks } from "@/workers/connectors/http/types";
import type { PsaConnector } from "@/workers/connectors/psa";
import type { RetryDecision } from "@/workers/connectors/retry";
import type { SourceConnector } from "@/workers/connectors/source";
import type { Fence } from "./fence";
import type { Lease } from "./lease";
import type { Turn } from "./turn";

export type Connectors = { source: SourceConnector; psa: PsaConnector; close: () => Promise<void> };

/** What the engine needs from its surroundings; clock and sleep are parameters so that tests own time. */
export type Engine = {
  db: Database;
  clock: Clock;
  /** Ends early, without an error, when the signal aborts. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Whether and when a run that an error of the other side has stopped is tried again. */
  decideRetry: (error: ApiError, attempt: number) => RetryDecision;
  log: EventLog;
  worker: string;
  /** Under which number the database holds this worker present; without one, its runs are free when their lease lapses. */
  presence?: () => number | null;
  /** Opens the sealed credentials and makes the connectors of a run, whose reads end when `signal` aborts. */
  openConnectors: (
    context: RunContext,
    signal: AbortSignal,
    limits?: Pick<ConnectorHooks, "waitBudgetMs">,
  ) => Promise<Connectors>;
  rest: RestRules;
  leaseMs: number;
  /** How long a run may go on while others wait for a worker. */
  turnMs: number;
  /** What a run does between two looks at whether it may go on. */
  customersPerPage: number;
  /** How long a run may take in all, over its turns, attempts and waits. */
  runLimitMs: number;
  /** Time limit of one write; less than the lease. */
  requestLimitMs: number;
  /**
   * So long after a write was recorded as sent the PSA has certainly made it or given it up; of one that takes longer, a
   * multiple.
   */
  psaSettlesAfterMs: number;
};

/** A run in work: what it is, what it may use, and the lease that lets it write. */
export type ActiveRun = {
  engine: Engine;
  context: RunContext;
  lease: Lease;
  turn: Turn;
  fence: Fence;
  source: SourceConnector;
  psa: PsaConnector;
};
