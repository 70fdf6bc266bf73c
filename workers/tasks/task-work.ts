import { MINUTE } from "@/lib/clock";
import type { ConnectorHooks } from "../connectors/http/types";
import type { WorkerTools } from "../tools";

export type TaskTools = Pick<WorkerTools, "env" | "database" | "log"> & {
  /** Ends what is being read, for a worker that is to stop. */
  stop?: AbortSignal;
};

/** How long a try may go without a sign of life before another worker takes the task. */
export const holdMs = 5 * MINUTE;

/** The keys were changed while they were tested: what was found says nothing of those that are there now. */
export class KeysChanged extends Error {
  constructor() {
    super("The keys were changed during the test.");
    this.name = "KeysChanged";
  }
}

/** Another worker has the task by now. */
export class TaskLost extends Error {
  constructor() {
    super("The task is another worker's by now.");
    this.name = "TaskLost";
  }
}

/** What a task's connectors are given. */
export function hooksOf({ stop }: TaskTools): ConnectorHooks {
  return stop ? { signal: stop } : {};
}
