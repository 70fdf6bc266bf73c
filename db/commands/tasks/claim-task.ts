import { and, eq, lte, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { tasks } from "@/db/schema";

export type TaskId = { orgId: string; taskId: string };

/** A task in work: `attempts` says which try this is, and only that try may settle it. */
export type ClaimedTask = TaskId & Pick<typeof tasks.$inferSelect, "kind" | "subjectId" | "attempts">;

/**
 * Takes a due task for one try and puts the next try off by `holdMs`, so that it comes back by itself when this try
 * never ends. Null: not due, settled already, or not of this organisation.
 */
export async function claimTask(db: Database, task: TaskId, holdMs: number): Promise<ClaimedTask | null> {
  const [claimed] = await inOrg(db, task.orgId, (tx) =>
    tx
      .update(tasks)
      .set({ attempts: sql`${tasks.attempts} + 1`, dueAt: after(holdMs) })
      .where(
        and(
          eq(tasks.orgId, task.orgId),
          eq(tasks.id, task.taskId),
          eq(tasks.state, "queued"),
          lte(tasks.dueAt, sql`clock_timestamp()`),
        ),
      )
      .returning({ kind: tasks.kind, subjectId: tasks.subjectId, attempts: tasks.attempts }),
  );
  return claimed ? { ...task, ...claimed } : null;
}

/** Keeps a claimed task for another `holdMs`; false: another worker has it, or it is settled. */
export async function holdTask(db: Database, task: ClaimedTask, holdMs: number): Promise<boolean> {
  const held = await inOrg(db, task.orgId, (tx) =>
    tx
      .update(tasks)
      .set({ dueAt: after(holdMs) })
      .where(isMine(task))
      .returning({ id: tasks.id }),
  );
  return held.length > 0;
}

export function isMine({ orgId, taskId, attempts }: ClaimedTask) {
  return and(
    eq(tasks.orgId, orgId),
    eq(tasks.id, taskId),
    eq(tasks.state, "queued"),
    eq(tasks.attempts, attempts),
  );
}

export function after(waitMs: number) {
  return sql`clock_timestamp() + make_interval(secs => ${waitMs / 1000})`;
}
