import { createPostgresBackend, type JobsOptions, Queue, Worker, withBackend } from "bullmq";
import { SECOND } from "@/lib/clock";
import type { JobPayload } from "./definitions";

export type QueueSettings = {
  /** Redis, as in production; without it BullMQ keeps its jobs in PostgreSQL. */
  redisUrl?: string | undefined;
  databaseUrl: string;
};

export type JobQueue = {
  add: (name: string, payload: JobPayload, options: JobsOptions) => Promise<unknown>;
  on: (event: "error", heard: (error: Error) => void) => unknown;
  close: () => Promise<void>;
};
export type JobWorker = {
  on: (event: "error", heard: (error: Error) => void) => unknown;
  close: (force?: boolean) => Promise<void>;
  waitUntilReady: () => Promise<unknown>;
};
type Processor = (job: { data: JobPayload }) => Promise<void>;

/** The schema that the migration makes for BullMQ's tables. */
const schema = "queue";

/** A lock this short hands the job of a killed worker on within seconds; our own lease is what protects the run. */
const workerTimes = {
  lockDuration: 5 * SECOND,
  stalledInterval: 2.5 * SECOND,
  maxStalledCount: 1_000,
  autorun: true,
};

/** A connection that is open at our end only is known by its silence. A consumer's last question waits up to 10 s by itself. */
const answerLimits = { ring: 5 * SECOND, listen: 15 * SECOND };

/** The one switch between Redis and PostgreSQL. */
export function openQueueBackend(settings: QueueSettings) {
  const { redisUrl } = settings;
  if (redisUrl) {
    const connection = {
      url: redisUrl,
      maxRetriesPerRequest: null,
      // So soon after Redis is back the first job comes.
      retryStrategy: (attempt: number) => Math.min(attempt * 100, 0.5 * SECOND),
    };
    return {
      kind: "redis" as const,
      queue: (name: string): JobQueue =>
        new Queue<JobPayload>(name, {
          connection: { ...connection, socketTimeout: answerLimits.ring },
          ...queueLimits,
        }),
      worker: (name: string, work: Processor, concurrency: number): JobWorker =>
        new Worker<JobPayload>(name, work, {
          connection: { ...connection, socketTimeout: answerLimits.listen },
          concurrency,
          ...workerTimes,
        }),
    };
  }
  const connection = { connectionString: settings.databaseUrl, schema, max: 4 };
  const onPostgres = withBackend(createPostgresBackend);
  return {
    kind: "postgres" as const,
    queue: (name: string): JobQueue => new onPostgres.Queue<JobPayload>(name, { connection, ...queueLimits }),
    worker: (name: string, work: Processor, concurrency: number): JobWorker =>
      new onPostgres.Worker<JobPayload>(name, work, { connection, concurrency, ...workerTimes }),
  };
}

export type QueueBackend = ReturnType<typeof openQueueBackend>;

const queueLimits = { streams: { events: { maxLen: 100 } } };
