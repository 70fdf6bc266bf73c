import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type TaskKind, tasks } from "@/db/schema";
import { ringBell } from "../ring-bell";

export type TaskRequest = { orgId: string; kind: TaskKind; subjectId: string; requestedBy: string | null };

/**
 * Asks the worker for a task. Asked for again before it is over, it is queued once, and that one's id is returned;
 * with `afresh` a try that is going on then settles nothing, and the task is done anew.
 */
export async function requestTask(
  tx: Transaction,
  request: TaskRequest,
  { afresh = false }: { afresh?: boolean } = {},
): Promise<{ taskId: string }> {
  const [created] = await tx
    .insert(tasks)
    .values(request)
    .onConflictDoNothing()
    .returning({ taskId: tasks.id });
  const task = created ?? (await queuedTask(tx, request, afresh));
  await ringBell(tx, { orgId: request.orgId, bell: "task", subjectId: task.taskId });
  return task;
}

async function queuedTask(
  tx: Transaction,
  request: TaskRequest,
  afresh: boolean,
): Promise<{ taskId: string }> {
  const [queued] = await tx
    .update(tasks)
    // Another number of attempts takes the task from the try that is going on; else it is only found.
    .set(
      afresh
        ? { attempts: sql`${tasks.attempts} + 1`, dueAt: sql`clock_timestamp()` }
        : { kind: request.kind },
    )
    .where(
      and(
        eq(tasks.orgId, request.orgId),
        eq(tasks.kind, request.kind),
        eq(tasks.subjectId, request.subjectId),
        eq(tasks.state, "queued"),
      ),
    )
    .returning({ taskId: tasks.id });
  // The task that stood in the way has ended meanwhile; asking again queues the next one.
  return queued ?? requestTask(tx, request);
}
