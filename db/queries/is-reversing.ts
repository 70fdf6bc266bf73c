import { type Column, type SQL, sql } from "drizzle-orm";
import { positions, runScopes } from "@/db/schema";

/** Whether the last look at a customers key was to reverse it, and that is not done: it failed, is held or unknown. */
export function isReversing(of: { orgId: string; programSyncId: string; key: Column }): SQL {
  return sql`exists (
    select from ${positions} p join ${runScopes} s on s.org_id = p.org_id and s.run_id = p.run_id and s.key = p.key
    where p.org_id = ${of.orgId} and p.program_sync_id = ${of.programSyncId} and p.kind = 'customers' and p.key = ${of.key}
      and p.outstanding is not null and s.reversal is not null
  )`;
}
