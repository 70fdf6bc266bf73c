import type { EventLog } from "@/lib/logger";
import type { JobWorker, QueueBackend } from "./queues/backend";
import { type JobKind, type JobPayload, jobDefinitions, jobKinds } from "./queues/definitions";

export type Handlers = Record<JobKind, (payload: JobPayload) => Promise<unknown>>;

type Consumers = {
  /** Puts a new consumer in the place of one that has fallen silent; what that one still works on goes on. */
  rebuild: (kind: JobKind) => void;
  /** Takes nothing new and waits for what is at work. */
  close: () => Promise<void>;
};

type ConsumerDeps = {
  backend: Pick<QueueBackend, "worker">;
  handlers: Handlers;
  onHeard: (kind: JobKind) => void;
  log: EventLog;
};

/** Opens a consumer for each kind of job. */
export function openConsumers({ backend, handlers, onHeard, log }: ConsumerDeps): Consumers {
  const current = new Map<JobKind, JobWorker>(jobKinds.map((kind) => [kind, open(kind)]));

  function open(kind: JobKind): JobWorker {
    const { queue, concurrency, payload } = jobDefinitions[kind];
    const consumer = backend.worker(
      queue,
      async (job) => {
        onHeard(kind);
        await handle(kind, payload.parse(job.data));
      },
      concurrency,
    );
    consumer.on("error", (error) => log.error({ queue }, "The queue had an error", error));
    return consumer;
  }

  /** The database decides what is tried again, so a job that threw is over; the sweeper rings anew. */
  async function handle(kind: JobKind, payload: JobPayload): Promise<void> {
    try {
      await handlers[kind](payload);
    } catch (error) {
      log.error({ job: kind, orgId: payload.orgId }, "A job failed", error);
    }
  }

  return {
    rebuild: (kind) => {
      const { queue } = jobDefinitions[kind];
      log.error({ queue }, "Bells are rung and not heard: the consumer is made anew");
      const silent = current.get(kind);
      current.set(kind, open(kind));
      silent?.close(true).catch((error: unknown) => log.error({ queue }, "A consumer was not closed", error));
    },
    close: async () => {
      await Promise.all([...current.values()].map((consumer) => consumer.close()));
    },
  };
}
