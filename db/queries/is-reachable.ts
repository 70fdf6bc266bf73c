import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** True when the database answers within so many milliseconds. It looks at no table, and so names no organisation. */
export async function isDatabaseReachable(db: Database, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const answered = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
}
