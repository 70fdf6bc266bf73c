import type { Client } from "pg";

/** Two years of syncs: in each month four with items, each after one of products, and on every other day one that found nothing new. */
const months = 25;
const bigRunsAMonth = 4;

/** Item rows of each sync that has any. */
export const itemsPerRun = (rows: number) => Math.floor(rows / (months * bigRunsAMonth));

export type FilledSync = { orgId: string; programId: string; programSyncId: string; connectionId: string };

const counts = (items: number) => {
  const part = (share: number) => Math.ceil(items * share);
  const rest = { planned: 0, unknown: 0, created: 0, unchanged: items * 9 };
  return JSON.stringify({
    ...rest,
    applied: part(0.95),
    failed: part(0.01),
    held: part(0.01),
    skipped: part(0.02),
    warnings: part(0.02),
  });
};

/** The syncs of two years, their invoices and tie-outs, and the partitions that their items go to. */
export async function fillRuns(owner: Client, sync: FilledSync, rows: number): Promise<void> {
  const { orgId, programId, programSyncId, connectionId } = sync;
  await owner.query(`do $$ declare m date; parent text; begin
    for m in select generate_series(date_trunc('month', now()) - interval '${months - 1} months', date_trunc('month', now()), '1 month')::date loop
      foreach parent in array array['sync_items', 'issues'] loop
        execute format('create table if not exists public.%I partition of public.%I for values from (%L) to (%L)',
          parent || '_' || to_char(m, 'YYYY_MM'), parent, m, (m + interval '1 month')::date);
      end loop;
    end loop; end $$`);
  await owner.query(
    `insert into sync_runs (org_id, program_sync_id, connection_id, kind, mode, trigger, status, queued_at, started_at, finished_at, item_month, period_start, period_end, counts)
     select $1, $2, $3, 'customers', 'live', 'schedule', case when big then 'error' else 'no_change' end,
       at, at + interval '1 second', at + interval '70 seconds', date_trunc('month', at)::date,
       (date_trunc('month', at) - interval '1 month')::date, (date_trunc('month', at) - interval '1 day')::date,
       case when big then $4::jsonb else '{"applied":0,"planned":0,"unchanged":0,"held":0,"skipped":0,"failed":0,"unknown":0,"warnings":0,"created":0}'::jsonb end
     from (select date_trunc('month', now()) - make_interval(months => m) + make_interval(days => d, hours => -4 * m) + interval '4 days' as at, d % 6 = 2 as big
       from generate_series(0, ${months - 1}) m, generate_series(0, 23) d) days
     order by at`,
    [orgId, programSyncId, connectionId, counts(itemsPerRun(rows))],
  );
  await owner.query(
    `insert into sync_runs (org_id, program_sync_id, connection_id, kind, mode, trigger, status, queued_at, started_at, finished_at, item_month, counts)
     select org_id, program_sync_id, connection_id, 'products', 'live', trigger, 'no_change', queued_at - interval '1 minute', started_at - interval '1 minute',
       queued_at, item_month, '{"applied":0,"planned":0,"unchanged":10,"held":0,"skipped":0,"failed":0,"unknown":0,"warnings":0,"created":0}'::jsonb
     from sync_runs where org_id = $1 and status = 'error' order by queued_at`,
    [orgId],
  );
  await owner.query(
    `insert into invoices (org_id, program_id, contract_agreement_id, source_invoice_id, content_hash, period_start, period_end, currency, lines_total, line_count, fetched_at)
     select $1, $2, 'CA-1', 'INV-' || m, 'hash ' || m, (date_trunc('month', now()) - make_interval(months => m + 1))::date,
       (date_trunc('month', now()) - make_interval(months => m) - interval '1 day')::date, 'AUD', 1000000, 10000, now() - make_interval(months => m)
     from generate_series(0, ${months - 1}) m`,
    [orgId, programId],
  );
  await owner.query(
    `insert into run_tie_outs (org_id, run_id, invoice_id, source_invoice_id, currency, period_start, period_end, total, applied, planned, unchanged, held, skipped, failed, line_count)
     select r.org_id, r.id, i.id, i.source_invoice_id, 'AUD', i.period_start, i.period_end, 1000000, 90000, 0, 907000, 1000, 1000, 1000, 10000
     from sync_runs r join invoices i on i.org_id = r.org_id and i.period_start = r.period_start
     where r.org_id = $1 and r.status = 'error'`,
    [orgId],
  );
}
