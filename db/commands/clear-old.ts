import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Rows of each kind that one transaction clears away: short enough that nobody waits for its locks. */
const batch = 1_000;
/** In one turn; what is left over is for the next. */
const mostBatches = 200;

/**
 * Drops the items and issues of months before the last `keepMonths` whole, and clears away in batches what else would
 * grow for ever: settled writes, sent mails, done tasks, lapsed sessions and links. Runs and their money stay.
 * Throws when a month to be dropped is in use for longer than a second: try again later.
 */
export async function clearOld(db: Database, keepMonths: number): Promise<{ droppedTables: number }> {
  const { rows } = await db.execute<{ dropped: number }>(
    sql`select app.drop_old_item_months(${keepMonths}) as dropped`,
  );
  for (let count = 0; count < mostBatches; count += 1) {
    if ((await clearBatch(db, keepMonths, batch)) < batch) break;
  }
  return { droppedTables: rows[0]?.dropped ?? 0 };
}

/** Clears away at most `size` rows of each kind; answers the most that it found of one kind. */
export async function clearBatch(db: Database, keepMonths: number, size: number): Promise<number> {
  const { rows } = await db.execute<{ cleared: number }>(
    sql`select app.clear_old_rows(${keepMonths}, ${size}) as cleared`,
  );
  return rows[0]?.cleared ?? 0;
}
