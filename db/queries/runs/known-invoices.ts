import { and, eq, inArray, isNull, min, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { invoices, mappings, positions, runTieOuts, syncRuns } from "@/db/schema";

/** The invoices in force that are stored, by PRISM's id. */
export async function listKnownInvoices(db: Database, of: { orgId: string; programId: string }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        invoiceId: invoices.id,
        sourceInvoiceId: invoices.sourceInvoiceId,
        contractAgreementId: invoices.contractAgreementId,
        periodStart: invoices.periodStart,
        statedTotal: invoices.statedTotal,
      })
      .from(invoices)
      .where(
        and(
          eq(invoices.orgId, of.orgId),
          eq(invoices.programId, of.programId),
          eq(invoices.state, "current"),
        ),
      ),
  );
}

/** The first usage day that any enabled customer of this program sync begins with; null: none is mapped. */
export async function findFirstBeginning(db: Database, of: { orgId: string; programSyncId: string }) {
  const [row] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({ beginFrom: min(mappings.beginFrom) })
      .from(mappings)
      .where(
        and(
          eq(mappings.orgId, of.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.enabled, true),
        ),
      ),
  );
  return row?.beginFrom ?? null;
}

/**
 * The first usage day that is not yet confirmed for some enabled customer: invoices before it need not be looked
 * at. null: nothing is mapped.
 */
export async function findScopeStart(db: Database, of: { orgId: string; programSyncId: string }) {
  const { rows } = await inOrg(db, of.orgId, (tx) =>
    tx.execute<{ start: string | null }>(sql`
      select min(case
        when not exists (
          select from ${positions} seen where seen.org_id = m.org_id
            and seen.program_sync_id = m.program_sync_id and seen.customer_id = m.customer_id
        ) then m.begin_from
        else (
          select min(coalesce(p.confirmed_through + 1, m.begin_from)) from ${positions} p
          where p.org_id = m.org_id and p.program_sync_id = m.program_sync_id
            and p.customer_id = m.customer_id and (p.open or p.outstanding is not null)
        )
      end)::text as start
      from ${mappings} m
      where m.org_id = ${of.orgId} and m.program_sync_id = ${of.programSyncId} and m.enabled`),
  );
  return rows[0]?.start ?? null;
}

/** Those of the invoices that no live customers run of this program sync has accounted for yet. */
export async function listUnaccounted(
  db: Database,
  of: { orgId: string; programSyncId: string; invoiceIds: string[] },
): Promise<string[]> {
  const accounted = await inOrg(db, of.orgId, (tx) =>
    tx
      .selectDistinct({ invoiceId: runTieOuts.invoiceId })
      .from(runTieOuts)
      .innerJoin(syncRuns, and(eq(syncRuns.orgId, runTieOuts.orgId), eq(syncRuns.id, runTieOuts.runId)))
      .where(
        and(
          eq(runTieOuts.orgId, of.orgId),
          inArray(runTieOuts.invoiceId, of.invoiceIds),
          eq(syncRuns.programSyncId, of.programSyncId),
          eq(syncRuns.kind, "customers"),
          eq(syncRuns.mode, "live"),
          isNull(syncRuns.retryOf),
        ),
      ),
  );
  const known = new Set(accounted.map((row) => row.invoiceId));
  return of.invoiceIds.filter((id) => !known.has(id));
}
