import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { customersToSyncOf } from "@/db/queries/portal/customers-to-sync";
import {
  connections,
  invoices,
  programSyncs,
  programs,
  type SyncKind,
  sources,
  type syncKinds,
  syncRuns,
  syncStatus,
} from "@/db/schema";

export type ProgramOverview = Awaited<ReturnType<typeof listProgramOverviews>>[number];
export type KindOverview = ProgramOverview["kinds"][SyncKind];

/**
 * The program syncs of an organisation (or the one with this slug) with all that their two cards show, in two
 * statements: the latest of each kind from `sync_status`, and the runs that are not over yet.
 */
export async function listProgramOverviews(db: Database, of: { orgId: string; slug?: string }) {
  return inOrg(db, of.orgId, async (tx) => {
    const rows = await selectPrograms(tx, of);
    const runs = rows.length > 0 ? await selectOpenRuns(tx, of.orgId) : [];
    const bySync = new Map(rows.map((row) => [row.sync.id, row]));
    return [...bySync.values()].map(({ status: _, ...program }) => {
      const kindOf = (kind: SyncKind) => ({
        status:
          rows.find((row) => row.sync.id === program.sync.id && row.status?.kind === kind)?.status ?? null,
        /** Of the runs that wait or go on: a live one before a preview, a running one before a queued one, the newest. */
        openRun: runs.find((run) => run.programSyncId === program.sync.id && run.kind === kind) ?? null,
      });
      const kinds = { customers: kindOf("customers"), products: kindOf("products") } satisfies Record<
        (typeof syncKinds)[number],
        unknown
      >;
      return { ...program, kinds };
    });
  });
}

async function selectPrograms(tx: Transaction, of: { orgId: string; slug?: string }) {
  const newest = tx
    .select({
      start: invoices.periodStart,
      end: invoices.periodEnd,
      currency: invoices.currency,
      fetchedAt: invoices.fetchedAt,
    })
    .from(invoices)
    .where(
      and(eq(invoices.orgId, of.orgId), eq(invoices.programId, programs.id), eq(invoices.state, "current")),
    )
    .orderBy(desc(invoices.periodStart), desc(invoices.fetchedAt))
    .limit(1)
    .as("newest");
  return tx
    .select({
      sync: programSyncs,
      programName: programs.name,
      connectionId: connections.id,
      connectionKind: connections.kind,
      connectionName: connections.name,
      connectionState: connections.state,
      connectionReason: connections.stateReason,
      directoryRefreshedAt: connections.directoryRefreshedAt,
      sourceId: sources.id,
      sourceState: sources.state,
      sourceReason: sources.stateReason,
      newestInvoice: {
        start: newest.start,
        end: newest.end,
        currency: newest.currency,
        fetchedAt: newest.fetchedAt,
      },
      /** A whole live customers sync has looked at the newest invoice; a retry, a part of a preview or a preview has not. */
      newestLookedAt: sql<boolean>`exists (
        select from (select from sync_runs r -- by the newest, or the planner reads all runs of years to find none
        where r.org_id = ${of.orgId} and r.program_sync_id = ${programSyncs.id} and r.kind = 'customers' and r.mode = 'live'
          and r.trigger <> 'retry' and r.retry_of is null and r.status in ('error', 'warning', 'success', 'no_change')
          and r.queued_at > ${newest.fetchedAt} - interval '3 days' and r.finished_at >= ${newest.fetchedAt}
          and (r.period_end >= ${newest.end} or (r.status <> 'error' and r.started_at >= ${newest.fetchedAt}))
        order by r.queued_at desc limit 1) looked
      )`,
      /** Customers whose mapping no sync has taken up yet, though an invoice of theirs is to be brought over. */
      customersToSync: customersToSyncOf(of, sql`${programSyncs.id}`),
      /** Of those whom the last sync found without a mapping, how many have one by now. */
      mappedSince: mappedSince(of.orgId),
      awaited: awaitedInvoices(of.orgId),
      usualInvoiceDelay: usualInvoiceDelay(of.orgId),
      status: syncStatus,
    })
    .from(programSyncs)
    .innerJoin(programs, and(eq(programs.orgId, programSyncs.orgId), eq(programs.id, programSyncs.programId)))
    .innerJoin(
      connections,
      and(eq(connections.orgId, programSyncs.orgId), eq(connections.id, programSyncs.connectionId)),
    )
    .innerJoin(sources, and(eq(sources.orgId, programs.orgId), eq(sources.id, programs.sourceId)))
    .leftJoinLateral(newest, sql`true`)
    .leftJoin(
      syncStatus,
      and(eq(syncStatus.orgId, programSyncs.orgId), eq(syncStatus.programSyncId, programSyncs.id)),
    )
    .where(
      and(
        eq(programSyncs.orgId, of.orgId),
        of.slug === undefined ? undefined : eq(programSyncs.slug, of.slug),
      ),
    )
    .orderBy(asc(programs.name), asc(connections.name), asc(programSyncs.slug));
}

function mappedSince(orgId: string) {
  return sql<number>`(
    select count(*)::int from positions p join mappings m on m.org_id = p.org_id and m.program_sync_id = p.program_sync_id
      and p.key = 'customer:' || m.customer_id
    where p.org_id = ${orgId} and p.program_sync_id = ${programSyncs.id} and p.kind = 'customers' and p.waits = 'warning'
      and p.cause = 'customer_not_mapped'
  )`;
}

/** The contract agreements that have active customers, each with the last usage day of its newest invoice. */
function awaitedInvoices(orgId: string) {
  return sql<{ contractAgreementId: string; end: string }[]>`(
    select coalesce(jsonb_agg(jsonb_build_object('contractAgreementId', n.contract_agreement_id, 'end', n.period_end) order by n.contract_agreement_id), '[]')
    from (
      select distinct on (i.contract_agreement_id) i.contract_agreement_id, i.period_end from invoices i
      where i.org_id = ${orgId} and i.program_id = ${programs.id} and i.state = 'current'
      order by i.contract_agreement_id, i.period_end desc
    ) n
    where exists (
      select from customers c where c.org_id = ${orgId} and c.program_id = ${programs.id}
        and c.contract_agreement_id = n.contract_agreement_id and c.active
    )
  )`;
}

/**
 * The most days from the end of the usage until its invoice was first seen, as a sync counts it, too. null: none was seen
 * to come; those of the first day were there before anybody looked.
 */
function usualInvoiceDelay(orgId: string) {
  return sql<number | null>`(
    select max(greatest(0, (i.fetched_at at time zone o.time_zone)::date - i.period_end))
    from invoices i join organisations o on o.id = i.org_id
    where i.org_id = ${orgId} and i.program_id = ${programs.id} and i.state = 'current' and i.fetched_at > (
      select min(f.fetched_at) + interval '1 day' from invoices f
      where f.org_id = ${orgId} and f.program_id = ${programs.id} and f.state = 'current'
    )
  )`;
}

async function selectOpenRuns(tx: Transaction, orgId: string) {
  return tx
    .select({
      runId: syncRuns.id,
      programSyncId: syncRuns.programSyncId,
      kind: syncRuns.kind,
      mode: syncRuns.mode,
      status: syncRuns.status,
      startedAt: syncRuns.startedAt,
      progressDone: syncRuns.progressDone,
      progressTotal: syncRuns.progressTotal,
    })
    .from(syncRuns)
    .where(and(eq(syncRuns.orgId, orgId), inArray(syncRuns.status, ["queued", "running"])))
    .orderBy(desc(sql`${syncRuns.mode} = 'live'`), desc(syncRuns.status), desc(syncRuns.queuedAt));
}
