import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mappings, positions, runScopes, syncRuns } from "@/db/schema";

/** A live customers run that came to its end; not `whole`: it looked at the keys of its scope. */
type LookedRun = { orgId: string; id: string; programSyncId: string; whole: boolean };

/**
 * What a run that came to its end says of mappings: it took them up as they were when it began, so that they wait for no
 * sync any more; and a customer whom it looked at as a whole is not without a mapping any longer.
 */
export async function settleMapped(
  tx: Transaction,
  { orgId, id, programSyncId, whole }: LookedRun,
): Promise<void> {
  const lookedAt = sql`(${whole} or exists (
    select from ${runScopes} s where s.org_id = ${orgId} and s.run_id = ${id} and s.key = 'customer:' || ${mappings.customerId}
  ))`;
  await tx.execute(sql`
    update ${mappings} set synced_at = r.started_at from ${syncRuns} r
    where r.org_id = ${orgId} and r.id = ${id} and ${mappings.orgId} = ${orgId} and ${mappings.programSyncId} = ${programSyncId}
      and ${mappings.enabled} and (${mappings.syncedAt} is null or ${mappings.syncedAt} < ${mappings.updatedAt})
      and ${mappings.updatedAt} <= r.started_at and ${lookedAt}`);
  if (whole) return;
  await tx.execute(sql`
    update ${positions} set outstanding = null, unacknowledged = false, updated_at = now()
    from ${runScopes} s join ${mappings} m on m.org_id = s.org_id and m.program_sync_id = ${programSyncId}
      and 'customer:' || m.customer_id = s.key and m.enabled
    where s.org_id = ${orgId} and s.run_id = ${id} and ${positions.orgId} = ${orgId}
      and ${positions.programSyncId} = ${programSyncId} and ${positions.kind} = 'customers' and ${positions.key} = s.key
      and ${positions.runId} is distinct from ${id}::uuid and (${positions.outstanding} is not null or ${positions.unacknowledged})`);
}
