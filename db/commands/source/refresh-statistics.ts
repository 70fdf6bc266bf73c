import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Lets the planner know at once what a large invoice has brought. A transaction of its own: it locks out its like. */
export async function refreshStatistics(db: Database): Promise<void> {
  await db.execute(sql`select app.refresh_statistics()`);
}
