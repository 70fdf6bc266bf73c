import { setAccessState } from "@/db/commands/set-access-state";
import { type ClaimedTask, claimTask, type TaskId } from "@/db/commands/tasks/claim-task";
import { failTask, finishTask, postponeTask, type TaskFailure } from "@/db/commands/tasks/settle-task";
import type { TaskKind } from "@/db/schema";
import { decideRetry } from "../connectors/retry";
import { readOtherLines } from "../tasks/read-other-lines";
import { refreshCustomers } from "../tasks/refresh-customers";
import { refreshDirectory } from "../tasks/refresh-directory";
import { type Side, taskFailureOf } from "../tasks/task-failure";
import { holdMs, KeysChanged, TaskLost, type TaskTools } from "../tasks/task-work";
import { testConnection, testSource } from "../tasks/test-access";

type Work = {
  side: Side;
  /** Answers why it failed, or null; throws ApiError. */
  perform: (tools: TaskTools, task: ClaimedTask) => Promise<TaskFailure | null>;
};

const works: Record<TaskKind, Work> = {
  test_connection: { side: "psa", perform: testConnection },
  refresh_directory: { side: "psa", perform: refreshDirectory },
  test_source: { side: "source", perform: testSource },
  refresh_customers: { side: "source", perform: refreshCustomers },
  read_other_lines: { side: "psa", perform: readOtherLines },
};

export type TaskResult = "done" | "failed" | "later" | "not_due" | "lost";

/**
 * One try at a task. Only a due task is touched, so that a job delivered twice does it once. What the service may
 * get over by itself is tried again later; anything else fails the task with an issue that the page explains.
 */
export async function runTask(tools: TaskTools, id: TaskId): Promise<TaskResult> {
  const { db } = tools.database;
  const task = await claimTask(db, id, holdMs);
  if (!task) return "not_due";
  try {
    const failure = await works[task.kind].perform(tools, task);
    if (failure) return await fail(tools, task, failure);
    await finishTask(db, task);
    return "done";
  } catch (error) {
    if (error instanceof TaskLost) return "lost";
    // What the worker's own end has cut off is no trouble of the service: the next worker does it at once.
    if (tools.stop?.aborted) return postpone(tools, task, { waitMs: 0, failure: null });
    if (error instanceof KeysChanged) return postpone(tools, task, { waitMs: 0, failure: null });
    return giveUpOrRetry(tools, task, error);
  }
}

async function giveUpOrRetry(tools: TaskTools, task: ClaimedTask, error: unknown): Promise<TaskResult> {
  const { side } = works[task.kind];
  const failure = taskFailureOf(error, side);
  const next = decideRetry(error, task.attempts);
  if (next.retry) return postpone(tools, task, { waitMs: next.waitMs, failure });
  if (failure.code === "unexpected") {
    tools.log.error({ ...idsOf(task), reference: failure.facts.reference }, "A task failed.", error);
  }
  await markAccess(tools, task, failure);
  return fail(tools, task, failure);
}

async function fail(tools: TaskTools, task: ClaimedTask, failure: TaskFailure): Promise<"failed"> {
  await failTask(tools.database.db, task, failure);
  tools.log.warn({ ...idsOf(task), code: failure.code }, "A task ended without success.");
  return "failed";
}

async function postpone(
  tools: TaskTools,
  task: ClaimedTask,
  next: { waitMs: number; failure: TaskFailure | null },
): Promise<"later"> {
  await postponeTask(tools.database.db, task, next);
  tools.log.info({ ...idsOf(task), waitMs: next.waitMs }, "A task is tried again later.");
  return "later";
}

/** A test that failed, or keys that were refused at any time, need a person; a refresh that found nobody does not. */
async function markAccess(tools: TaskTools, task: ClaimedTask, failure: TaskFailure): Promise<void> {
  const test = task.kind === "test_connection" || task.kind === "test_source";
  const refused = failure.code === "psa_unauthorised" || failure.code === "source_unauthorised";
  if (!test && !refused) return;
  await setAccessState(tools.database.db, {
    orgId: task.orgId,
    id: task.subjectId,
    table: works[task.kind].side === "psa" ? "connections" : "sources",
    state: "needs_attention",
    reason: failure.code,
    ...(task.kind === "test_connection" && { permissions: [] }),
  });
}

function idsOf({ orgId, taskId, kind }: ClaimedTask) {
  return { orgId, taskId, kind };
}
