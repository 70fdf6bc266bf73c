import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import { openPool, type PoolOptions } from "./pool";
import { printQueryErrorsWithoutValues } from "./print-query-errors";
import * as schema from "./schema";

printQueryErrorsWithoutValues();

export type Database = NodePgDatabase<typeof schema>;
/** A transaction, already narrowed to one organisation or person. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export type OpenDatabase = { db: Database; pool: Pool; close: () => Promise<void> };

/** Opens a pool for `url`, whose role decides what may be done (prism_portal or prism_worker). */
export function openDatabase(url: string, options: PoolOptions = {}): OpenDatabase {
  const pool = openPool(url, options);
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
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
