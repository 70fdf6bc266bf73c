import { z } from "zod";

/** Ids only: what is queued is readable by whoever can read the queue. */
const payload = z.object({ orgId: z.uuid(), subjectId: z.uuid() });
export type JobPayload = z.infer<typeof payload>;

/**
 * The queues, each with its one kind of job. A job's id is derived from what it is about, so that ringing twice
 * queues once. Jobs leave no trace when they end: the database is the record.
 */
export const jobDefinitions = {
  run: { queue: "sync-runs", concurrency: 4, payload },
  mail: { queue: "mails", concurrency: 4, payload },
  task: { queue: "tasks", concurrency: 4, payload },
} as const;

export type JobKind = keyof typeof jobDefinitions;

export const jobKinds = ["run", "mail", "task"] as const satisfies readonly JobKind[];

export const jobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

/** No ":" and not all digits: BullMQ takes neither. */
export function jobIdOf(kind: JobKind, { subjectId }: JobPayload): string {
  return `${kind}-${subjectId}`;
}
