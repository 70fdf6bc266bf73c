import { and, eq, gte, inArray, isNotNull, isNull, like, lte, min, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, inOrg } from "@/db/client";
import {
  exclusions,
  invoices,
  issues,
  mappings,
  positions,
  runScopes,
  runTieOuts,
  syncRuns,
} from "@/db/schema";

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

/** Keys of what is no subscription: it is looked at by other ways. */
const besideSubscriptions = "^(customer|invoice|line|ending):";

/** An end of an exclusion is followed up by whoever runs within so many days, which is more than a month. */
const followedUpDays = 40;

/** A person asks for just this key, or its exclusion has ended lately: months that went by meanwhile are still due. */
const isTakenInAgain = (runId: string) => sql`(
  exists (select from ${runScopes} asked where asked.org_id = p.org_id and asked.run_id = ${runId} and asked.key = p.key)
  or exists (
    select from ${exclusions} e where e.org_id = p.org_id and e.program_sync_id = p.program_sync_id and e.key = p.key
      and e.expires_on between clock_timestamp()::date - ${followedUpDays}::int and clock_timestamp()::date
  )
)`;

/**
 * The first usage day that is not yet confirmed for some enabled customer: invoices before it need not be looked at.
 * What a customer had before it was mapped says nothing. What this run itself has come upon counts for nothing, and what
 * it has confirmed as it was when the run began, so that each of its workers has the same to do. null: nothing is mapped.
 */
export async function findScopeStart(
  db: Database,
  of: { orgId: string; programSyncId: string; runId: string },
): Promise<string | null> {
  const { rows } = await inOrg(db, of.orgId, (tx) =>
    tx.execute<{ start: string | null }>(sql`
      select min(case
        when not exists (
          select from ${positions} seen where seen.org_id = m.org_id
            and seen.program_sync_id = m.program_sync_id and seen.customer_id = m.customer_id
            and seen.key !~ ${besideSubscriptions} and seen.first_run_id is distinct from ${of.runId}
        ) then m.begin_from
        else (
          select min(coalesce(
            case when p.run_id = ${of.runId} then p.confirmed_before else p.confirmed_through end + 1, m.begin_from
          )) from ${positions} p
          where p.org_id = m.org_id and p.program_sync_id = m.program_sync_id
            and p.customer_id = m.customer_id and p.key !~ ${besideSubscriptions}
            and p.first_run_id is distinct from ${of.runId}
            and (p.open or p.outstanding is not null or p.unacknowledged or p.run_id = ${of.runId} or ${isTakenInAgain(of.runId)})
        )
      end)::text as start
      from ${mappings} m
      where m.org_id = ${of.orgId} and m.program_sync_id = ${of.programSyncId} and m.enabled`),
  );
  return rows[0]?.start ?? null;
}

/** PRISM's ids of the invoices with a line that belongs to no subscription and that a person has not dealt with yet. */
export async function listInvoicesWithOpenLines(
  db: Database,
  of: { orgId: string; programSyncId: string },
): Promise<string[]> {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .selectDistinct({ sourceInvoiceId: sql<string>`split_part(${positions.key}, ':', 2)` })
      .from(positions)
      .where(
        and(
          eq(positions.orgId, of.orgId),
          eq(positions.programSyncId, of.programSyncId),
          eq(positions.kind, "customers"),
          like(positions.key, "line:%"),
          or(isNotNull(positions.outstanding), eq(positions.unacknowledged, true)),
        ),
      ),
  );
  return rows.map((row) => row.sourceInvoiceId);
}

/** Invoices that PRISM has withdrawn and that none in force of the same contract agreement stands in for. */
export async function listVoidInvoices(
  db: Database,
  of: { orgId: string; programId: string; begin: string },
): Promise<{ invoiceId: string; sourceInvoiceId: string }[]> {
  return inOrg(db, of.orgId, (tx) => {
    const standIn = alias(invoices, "stand_in");
    return tx
      .selectDistinctOn([invoices.sourceInvoiceId], {
        invoiceId: invoices.id,
        sourceInvoiceId: invoices.sourceInvoiceId,
      })
      .from(invoices)
      .where(
        and(
          eq(invoices.orgId, of.orgId),
          eq(invoices.programId, of.programId),
          eq(invoices.state, "void"),
          gte(invoices.periodStart, of.begin),
          notExists(
            tx
              .select({ one: sql`1` })
              .from(standIn)
              .where(
                and(
                  eq(standIn.orgId, invoices.orgId),
                  eq(standIn.programId, invoices.programId),
                  eq(standIn.contractAgreementId, invoices.contractAgreementId),
                  eq(standIn.state, "current"),
                  lte(standIn.periodStart, invoices.periodStart),
                  gte(standIn.periodEnd, invoices.periodEnd),
                ),
              ),
          ),
        ),
      )
      .orderBy(invoices.sourceInvoiceId, invoices.id);
  });
}

/** Those of the invoices that no live customers run of this program sync has accounted for, from end to end, yet. */
export async function listUnaccounted(
  db: Database,
  of: { orgId: string; programSyncId: string; invoiceIds: string[] },
): Promise<string[]> {
  if (of.invoiceIds.length === 0) return [];
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
          // A run with an error of its own was stopped before its end.
          notExists(
            tx
              .select({ one: sql`1` })
              .from(issues)
              .where(
                and(
                  eq(issues.orgId, syncRuns.orgId),
                  eq(issues.itemMonth, syncRuns.itemMonth),
                  eq(issues.runId, syncRuns.id),
                  isNull(issues.itemId),
                  eq(issues.severity, "error"),
                ),
              ),
          ),
        ),
      ),
  );
  const known = new Set(accounted.map((row) => row.invoiceId));
  return of.invoiceIds.filter((id) => !known.has(id));
}
