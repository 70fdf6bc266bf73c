import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

type Judge = {
  leaseMs: number;
  /** So long a worker has not renewed its lease before it counts as dead. */
  silentMs: number;
  /** Since when the judge's own session stands, by the database's clock. */
  since: string;
};

/**
 * Lets the leases of workers lapse whose process is gone, so that their runs can be taken at once; of any organisation.
 * Answers how many. One that lives all the same passes no fence any more.
 */
export async function lapseLeftRuns(db: Database, { leaseMs, silentMs, since }: Judge): Promise<number> {
  const { rows } = await db.execute<{ lapsed: number }>(
    sql`select app.lapse_left_runs(${leaseMs}, ${silentMs}, ${since}) as lapsed`,
  );
  return rows[0]?.lapsed ?? 0;
}
