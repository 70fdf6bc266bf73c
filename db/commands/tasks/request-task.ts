import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type TaskKind, tasks } from "@/db/schema";
import { ringBell } from "../ring-bell";

export type TaskRequest = { orgId: string; kind: TaskKind; subjectId: string; requestedBy: string | null };

/** Asks the worker for a task. Asked for again before it is over, it is queued once, and that one's id is returned. */
export async function requestTask(tx: Transaction, request: TaskRequest): Promise<{ taskId: string }> {
  const [created] = await tx
    .insert(tasks)
    .values(request)
    .onConflictDoNothing()
    .returning({ taskId: tasks.id });
  const task = created ?? (await queuedTask(tx, request));
  await ringBell(tx, { orgId: request.orgId, bell: "task", subjectId: task.taskId });
  return task;
}

async function queuedTask(tx: Transaction, request: TaskRequest): Promise<{ taskId: string }> {
  const [queued] = await tx
    .select({ taskId: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.orgId, request.orgId),
        eq(tasks.kind, request.kind),
        eq(tasks.subjectId, request.subjectId),
        eq(tasks.state, "queued"),
      ),
    );
  // The task that stood in the way has ended meanwhile; asking again queues the next one.
  return queued ?? requestTask(tx, request);
}
