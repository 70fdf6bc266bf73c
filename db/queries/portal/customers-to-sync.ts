import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { customers, invoices, mappings, runScopes, syncRuns } from "@/db/schema";

type OfSync = { orgId: string; programSyncId: string };

/**
 * A live sync of this customer, of it alone or of everything, that is queued or took its mapping up as it is: there is
 * nothing to ask for. For statements that select from `mappings`.
 */
const openRun = sql`(
  select r.id from ${syncRuns} r
  where r.org_id = ${mappings.orgId} and r.program_sync_id = ${mappings.programSyncId} and r.kind = 'customers' and r.mode = 'live'
    and r.status in ('queued', 'running') and (r.started_at is null or r.started_at >= ${mappings.updatedAt})
    and (r.retry_of is null or exists (
      select from ${runScopes} s where s.org_id = r.org_id and s.run_id = r.id and s.key = 'customer:' || ${mappings.customerId}
    ))
  order by r.queued_at limit 1
)`;

/**
 * A customer that was mapped, or whose mapping was changed, since a sync last took it up, and that has an invoice which is
 * to be brought over, as far as its invoices have been read. For statements that join `mappings` with `customers`.
 */
function waitsForSync(): SQL {
  return sql`${mappings.enabled} and (${mappings.syncedAt} is null or ${mappings.syncedAt} < ${mappings.updatedAt})
    and coalesce((
      select bool_or(i.period_start >= ${mappings.beginFrom}) from ${invoices} i
      where i.org_id = ${mappings.orgId} and i.program_id = ${customers.programId}
        and i.contract_agreement_id = ${customers.contractAgreementId} and i.state = 'current'
    ), true) and ${openRun} is null`;
}

const ofMapping = and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId));

const ofSync = (of: OfSync) =>
  and(eq(mappings.orgId, of.orgId), eq(mappings.programSyncId, of.programSyncId));

/** How many customers wait for their sync, with the names of the first few. */
export async function countCustomersToSync(
  db: Database,
  of: OfSync,
): Promise<{ count: number; names: string[] }> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        count: sql<number>`count(*)::int`,
        names: sql<string[]>`coalesce((array_agg(${customers.name} order by ${customers.name}))[1:3], '{}')`,
      })
      .from(mappings)
      .innerJoin(customers, ofMapping)
      .where(and(ofSync(of), waitsForSync())),
  );
  return row ?? { count: 0, names: [] };
}

/** Which customers wait for their sync, of all or of these. */
export async function listCustomersToSync(tx: Transaction, of: OfSync, among?: string[]): Promise<string[]> {
  const rows = await tx
    .select({ customerId: mappings.customerId })
    .from(mappings)
    .innerJoin(customers, ofMapping)
    .where(and(ofSync(of), waitsForSync(), among && inArray(mappings.customerId, among)));
  return rows.map(({ customerId }) => customerId);
}

export type CustomerSync = { waits: boolean; openRunId: string | null };

/** Where a mapped customer whose sync is on stands: whether it waits for a sync, or which one of it is on its way. null: it is neither. */
export async function findCustomerSync(
  db: Database,
  of: OfSync & { customerId: string },
): Promise<CustomerSync | null> {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ waits: sql<boolean>`${waitsForSync()}`, openRunId: sql<string | null>`${openRun}` })
      .from(mappings)
      .innerJoin(customers, ofMapping)
      .where(and(ofSync(of), eq(mappings.customerId, of.customerId), eq(mappings.enabled, true))),
  );
  return row ?? null;
}

/** The same as part of a list of programs: how many of a program sync's customers wait. */
export function customersToSyncOf({ orgId }: { orgId: string }, programSyncId: SQL) {
  return sql<number>`(
    select count(*)::int from ${mappings} join ${customers} on ${ofMapping}
    where ${mappings.orgId} = ${orgId} and ${mappings.programSyncId} = ${programSyncId} and ${waitsForSync()}
  )`;
}
