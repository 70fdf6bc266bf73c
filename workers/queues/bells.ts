import { SECOND } from "@/lib/clock";
import type { JobQueue, QueueBackend } from "./backend";
import { type JobKind, type JobPayload, jobDefinitions, jobIdOf, jobKinds, jobOptions } from "./definitions";

export type Bells = {
  /** Queues the job once, however often it is rung before it starts. Rejects when the queue does not answer in time. */
  ring: (kind: JobKind, payload: JobPayload) => Promise<void>;
  close: () => Promise<void>;
};

const longestRingMs = 5 * SECOND;

/** What a queue that is away never answers holds nobody up: it is sent once the queue is back, and does no harm then. */
async function inTime(ringing: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new QueueAway()), longestRingMs);
  });
  try {
    await Promise.race([ringing, late]);
  } finally {
    clearTimeout(timer);
  }
}

class QueueAway extends Error {
  constructor() {
    super("The queue does not answer.");
    this.name = "QueueAway";
  }
}

/** Opens the queues for ringing. `onError` is told when a connection breaks, which comes back by itself. */
export function openBells(backend: QueueBackend, onError: (error: Error) => void = () => undefined): Bells {
  const queues = new Map<JobKind, JobQueue>(
    jobKinds.map((kind) => [kind, backend.queue(jobDefinitions[kind].queue)]),
  );
  for (const queue of queues.values()) queue.on("error", onError);
  return {
    ring: async (kind, payload) => {
      const parsed = jobDefinitions[kind].payload.parse(payload);
      const job = { ...jobOptions, jobId: jobIdOf(kind, parsed) };
      await inTime(queues.get(kind)?.add(kind, parsed, job));
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}
