import { sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { type Database, inOrg } from "@/db/client";
import { tasks } from "@/db/schema";
import { after, type ClaimedTask, isMine } from "./claim-task";

/** An issue code and its facts. */
export type TaskFailure = { code: string; facts: Record<string, string> };

export async function finishTask(db: Database, task: ClaimedTask): Promise<void> {
  await settle(db, task, { state: "done", failure: null, finishedAt: sql`clock_timestamp()` });
}

export async function failTask(db: Database, task: ClaimedTask, failure: TaskFailure): Promise<void> {
  await settle(db, task, { state: "failed", failure, finishedAt: sql`clock_timestamp()` });
}

/** Lets the task be tried again after `waitMs`; the page shows `failure` (null: nothing went wrong) while it waits. */
export async function postponeTask(
  db: Database,
  task: ClaimedTask,
  next: { waitMs: number; failure: TaskFailure | null },
): Promise<void> {
  await settle(db, task, { dueAt: after(next.waitMs), failure: next.failure });
}

/** A try that is no longer the task's own settles nothing. */
async function settle(
  db: Database,
  task: ClaimedTask,
  values: PgUpdateSetSource<typeof tasks>,
): Promise<void> {
  await inOrg(db, task.orgId, (tx) => tx.update(tasks).set(values).where(isMine(task)));
}
