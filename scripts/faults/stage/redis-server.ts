import path from "node:path";
import { Redis as Client } from "ioredis";
import { type Redis, startRedis } from "../../services/redis";

/** A Redis that may be killed and come back on the same port, with or without what it knew. */
export type RedisServer = {
  port: number;
  url: string;
  /** A connection beside the workers', not through any proxy. */
  ask: (...command: [string, ...(string | number)[]]) => Promise<unknown>;
  kill: () => Promise<void>;
  /** Reads the dump file, if there is one: without a `dump` before, it comes back empty. */
  start: () => Promise<void>;
  /** Keeps what it holds now, as the file that the next `start` reads, whatever happens until then. */
  dump: () => Promise<void>;
  stop: () => Promise<void>;
};

export async function startRedisServer(dir: string): Promise<RedisServer> {
  const dataDir = path.join(dir, "redis");
  const logFile = path.join(dir, "redis.log");
  const runDir = process.env.TEST_RUN_DIR;
  let running: Redis = await startRedis({ dataDir, logFile, runDir });
  const { url } = running;
  const port = Number(new URL(url).port);

  async function ask(...[command, ...args]: [string, ...(string | number)[]]): Promise<unknown> {
    const client = new Client(url, { maxRetriesPerRequest: 1 });
    try {
      return await client.call(command, ...args.map(String));
    } finally {
      client.disconnect();
    }
  }

  return {
    port,
    url,
    ask,
    kill: async () => {
      process.kill(running.process.pid, "SIGKILL");
      await running.process.exited;
    },
    start: async () => {
      running = await startRedis({ dataDir, logFile, runDir, port });
    },
    // Nothing else writes the file: it stays as it is whatever happens until the next start.
    dump: async () => {
      await ask("SAVE");
    },
    stop: () => running.stop(),
  };
}
