import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** From so many stored rows on, what the database knows of its own tables decides how long it takes to read them. */
export const manyRows = 500;

/**
 * Lets the planner know at once what a large invoice, a PSA's directory or a list of customers has brought. A transaction of its
 * own: it locks out its like.
 */
export async function refreshStatistics(db: Database): Promise<void> {
  await db.execute(sql`select app.refresh_statistics()`);
}

/** The same for the items of a month (its first day), as long as there are so few that the database may not know them. */
export async function refreshItemStatistics(db: Database, month: string): Promise<void> {
  await db.execute(sql`select app.refresh_item_statistics(${month}::date)`);
}
