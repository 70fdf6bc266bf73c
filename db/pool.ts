import { Socket } from "node:net";
import { Pool, type PoolClient } from "pg";
import { MINUTE, SECOND } from "@/lib/clock";
import { withoutConnection } from "./database-away";

export type PoolOptions = {
  maxConnections?: number;
  /** Told of an idle connection that broke; the pool replaces it. */
  onError?: (error: Error) => void;
  /** So long the database waits for the next statement of a transaction before it ends the session. */
  pauseLimitMs?: number;
  /** So long an answer of the database is waited for before the connection is given up. */
  silenceLimitMs?: number;
};

/**
 * Less than a run's lease: a process that stands still in the middle of a transaction holds its rows no longer than the run
 * itself, so that another one can take it up.
 */
const pauseLimitMs = 7 * SECOND;

/** A pool of connections. One that breaks, or from which nothing comes any more, fails its transaction as a database away. */
export function openPool(url: string, options: PoolOptions): Pool {
  const pool = new TellingPool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10 * SECOND,
    idleTimeoutMillis: MINUTE,
    idle_in_transaction_session_timeout: options.pauseLimitMs ?? pauseLimitMs,
  });
  pool.on("error", options.onError ?? (() => undefined));
  const inUse = new WeakSet<PoolClient>();
  pool.on("acquire", (client) => inUse.add(client));
  pool.on("release", (_error, client) => inUse.delete(client));
  pool.on("connect", (client) => {
    giveBackBroken(client, inUse);
    giveUpSilent(client, inUse, options.silenceLimitMs ?? MINUTE);
  });
  return pool;
}

type Connected = (
  error: Error | undefined,
  client: PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** Says of an error whether it is that no connection could be had; the driver throws those as the network gave them. */
class TellingPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<PoolClient> | undefined {
    if (connected === undefined) {
      return super.connect().catch((error: unknown) => {
        throw withoutConnection(error);
      });
    }
    super.connect((error, client, done) => connected(error && withoutConnection(error), client, done));
    return undefined;
  }
}

/**
 * The pool looks after idle connections alone. One that breaks in use would end the process when it does so between two
 * statements, and Drizzle never gives it back when its "begin" fails, so that the pool would run dry.
 */
function giveBackBroken(client: PoolClient, inUse: WeakSet<PoolClient>): void {
  client.on("error", (error) => {
    if (!inUse.has(client)) return;
    client.release(error);
    // Whoever still has it gives it back a second time.
    client.release = () => undefined;
  });
}

/** A connection that leads nowhere tells nobody: the network would let its user wait for a quarter of an hour. */
function giveUpSilent(client: PoolClient, inUse: WeakSet<PoolClient>, limitMs: number): void {
  const { stream } = client.connection;
  if (!(stream instanceof Socket)) return;
  stream.setTimeout(limitMs, () => {
    if (inUse.has(client)) stream.destroy();
  });
}
