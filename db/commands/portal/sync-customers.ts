import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { rowsFromJson } from "@/db/rows-from-json";
import { mappings, runScopes, syncRuns } from "@/db/schema";
import { queueProductsFirst, requestPart, requestRun } from "../runs/request-run";

type OfSync = { orgId: string; programSyncId: string; connectionId: string };

export type CustomersSyncResult =
  | { kind: "queued"; runId: string; count: number }
  /** A sync that has not begun looks at all of them anyway. */
  | { kind: "waiting"; runId: string }
  /** None of them is mapped with its sync on. */
  | { kind: "nothing" };

/** Beyond so many customers a whole run looks at the same and more. */
const mostCustomers = 5_000;

/**
 * Queues a live run that looks at these customers as a whole and at nobody else, as a person's run now does of all: what
 * their invoices hold from the day on with which they begin. Pressed twice, it is queued once.
 */
export async function syncCustomers(
  tx: Transaction,
  of: OfSync & { customerIds: string[]; requestedBy: string },
): Promise<CustomersSyncResult> {
  const { orgId, programSyncId, connectionId, requestedBy } = of;
  // Two presses at once: the second finds the first one's run.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`customers-sync:${programSyncId}`}, 0))`,
  );
  const asked = await listEnabled(tx, of);
  if (asked.length === 0) return { kind: "nothing" };
  const queued = await findQueued(tx, of, asked);
  const rest = asked.filter((id) => !queued.has(id));
  const [first] = queued.values();
  if (rest.length === 0 && first) return { kind: "waiting", runId: first };
  const request = {
    orgId,
    programSyncId,
    connectionId,
    requestedBy,
    kind: "customers",
    mode: "live",
    trigger: "person",
  } as const;
  if (rest.length > mostCustomers) {
    return { kind: "queued", count: rest.length, ...(await requestRun(tx, request)) };
  }
  await queueProductsFirst(tx, request);
  const keys = rest.map((customerId) => `customer:${customerId}`);
  return { kind: "queued", count: rest.length, ...(await requestPart(tx, request, keys)) };
}

async function listEnabled(tx: Transaction, of: OfSync & { customerIds: string[] }): Promise<string[]> {
  if (of.customerIds.length === 0) return [];
  const rows = await tx
    .select({ customerId: mappings.customerId })
    .from(mappings)
    .where(
      and(
        eq(mappings.orgId, of.orgId),
        eq(mappings.programSyncId, of.programSyncId),
        eq(mappings.enabled, true),
        inArray(mappings.customerId, of.customerIds),
      ),
    );
  return rows.map(({ customerId }) => customerId);
}

/** By customer, the run of it or of everything that nobody has begun: it takes the mapping up as it is now. */
async function findQueued(
  tx: Transaction,
  { orgId, programSyncId }: OfSync,
  customerIds: string[],
): Promise<Map<string, string>> {
  const wanted = rowsFromJson(
    customerIds.map((id) => ({ id })),
    { id: "text" },
  );
  const { rows } = await tx.execute<{ id: string; runId: string }>(sql`
    select r.id, q.id as "runId" from ${wanted}
    join ${syncRuns} q on q.org_id = ${orgId} and q.program_sync_id = ${programSyncId} and q.kind = 'customers'
      and q.mode = 'live' and q.status = 'queued' and q.epoch = 0
      and (q.retry_of is null or exists (
        select from ${runScopes} s where s.org_id = q.org_id and s.run_id = q.id and s.key = 'customer:' || r.id
      ))`);
  return new Map(rows.map(({ id, runId }) => [id, runId]));
}
