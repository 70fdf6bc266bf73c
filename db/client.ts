import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool, type PoolClient } from "pg";
import { withoutConnection } from "./database-away";
import { printQueryErrorsWithoutValues } from "./print-query-errors";
import * as schema from "./schema";

printQueryErrorsWithoutValues();

export type Database = NodePgDatabase<typeof schema>;
/** A transaction, already narrowed to one organisation or person. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export type OpenDatabase = { db: Database; pool: Pool; close: () => Promise<void> };

/**
 * Opens a pool for `url`, whose role decides what may be done (prism_portal or prism_worker).
 * An idle connection that breaks is replaced by the pool; `onError` is told. One that breaks in the middle of a
 * transaction fails it.
 */
export function openDatabase(
  url: string,
  options: { maxConnections?: number; onError?: (error: Error) => void } = {},
): OpenDatabase {
  const pool = new TellingPool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  pool.on("error", options.onError ?? (() => undefined));
  giveBackBroken(pool);
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
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
function giveBackBroken(pool: Pool): void {
  const inUse = new WeakSet<PoolClient>();
  pool.on("acquire", (client) => inUse.add(client));
  pool.on("release", (_error, client) => inUse.delete(client));
  pool.on("connect", (client) =>
    client.on("error", (error) => {
      if (!inUse.has(client)) return;
      client.release(error);
      // Whoever still has it gives it back a second time.
      client.release = () => undefined;
    }),
  );
}

/** Runs `work` in a transaction that sees and writes only rows of this organisation (row-level security). */
export async function inOrg<T>(
  db: Database,
  orgId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await enterOrg(tx, orgId);
    return work(tx);
  });
}

/** Narrows a transaction to one organisation, once its work has told which. */
export async function enterOrg(tx: Transaction, orgId: string): Promise<void> {
  await tx.execute(sql`select set_config('app.org_id', ${orgId}, true)`);
}

/** Runs `work` in a transaction that sees which organisations this person is a member of. */
export async function asUser<T>(
  db: Database,
  userId: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.user_id', ${userId}, true)`);
    return work(tx);
  });
}
