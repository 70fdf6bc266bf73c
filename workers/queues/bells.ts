import type { JobQueue, QueueBackend } from "./backend";
import { type JobKind, type JobPayload, jobDefinitions, jobIdOf, jobKinds, jobOptions } from "./definitions";

export type Bells = {
  /** Queues the job once, however often it is rung before it starts. */
  ring: (kind: JobKind, payload: JobPayload) => Promise<void>;
  close: () => Promise<void>;
};

/** Opens the queues for ringing. */
export function openBells(backend: QueueBackend): Bells {
  const queues = new Map<JobKind, JobQueue>(
    jobKinds.map((kind) => [kind, backend.queue(jobDefinitions[kind].queue)]),
  );
  return {
    ring: async (kind, payload) => {
      const parsed = jobDefinitions[kind].payload.parse(payload);
      await queues.get(kind)?.add(kind, parsed, { ...jobOptions, jobId: jobIdOf(kind, parsed) });
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
