import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Bell } from "@/db/schema";

/** What waits for the worker in any organisation: ids only, through functions that the database guards. */

export type Rung = { orgId: string; bell: Bell; subjectId: string };

/** Takes the bells that were rung, oldest first. What is taken and then lost is found again by the sweeper. */
export async function takeBells(db: Database, limit: number): Promise<Rung[]> {
  const { rows } = await db.execute<{ org_id: string; bell: Bell; subject_id: string }>(
    sql`select org_id, bell, subject_id from app.take_bells(${limit})`,
  );
  return rows.map((row) => ({ orgId: row.org_id, bell: row.bell, subjectId: row.subject_id }));
}

/** Everything that is due and that nobody works on: runs of free connections, mails, tasks. */
export async function findWaiting(db: Database, limit: number): Promise<Rung[]> {
  const { rows } = await db.execute<{ org_id: string; bell: Bell; subject_id: string }>(sql`
    select org_id, 'run' as bell, run_id as subject_id from app.waiting_runs(${limit})
    union all select org_id, 'mail', mail_id from app.due_mails(${limit})
    union all select org_id, 'task', task_id from app.due_tasks(${limit})`);
  return rows.map((row) => ({ orgId: row.org_id, bell: row.bell, subjectId: row.subject_id }));
}

export type DueSchedule = { orgId: string; programSyncId: string; slot: string };

/** Program syncs whose check of this day is due. */
export async function findDueSchedules(db: Database, limit: number): Promise<DueSchedule[]> {
  const { rows } = await db.execute<{ org_id: string; program_sync_id: string; slot: string }>(
    sql`select org_id, program_sync_id, slot::text as slot from app.due_schedules(${limit})`,
  );
  return rows.map((row) => ({
    orgId: row.org_id,
    programSyncId: row.program_sync_id,
    slot: row.slot,
  }));
}

/** Makes the partitions of this month and the next ones where they are missing. */
export async function ensureItemPartitions(db: Database): Promise<void> {
  await db.execute(sql`select app.ensure_item_partitions()`);
}
