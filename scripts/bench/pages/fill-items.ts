import type { Client } from "pg";
import { type FilledSync, itemsPerRun } from "./fill-runs";

const products = [
  "Microsoft 365 Business Premium",
  "Microsoft 365 Business Standard",
  "Exchange Online (Plan 1)",
  "Microsoft Entra ID P1",
  "Microsoft Defender for Business",
  "Power BI Pro",
  "Visio Plan 2",
  "Project Plan 3",
  "Microsoft 365 E3",
  "Teams Phone Standard",
];

const name = (n: string) => `'Customer ' || lpad((${n})::text, 6, '0')`;
/** Of a hundred items one fails, one is held, two are skipped and two go through with a warning. */
const outcome = `case n % 97 when 0 then 'failed' when 1 then 'held' when 2 then 'skipped' when 3 then 'skipped' else 'applied' end`;

const timeline = (quantity: string) =>
  `jsonb_build_array(jsonb_build_object('from', '2026-10-01', 'to', null, 'quantity', ${quantity}, 'unitCost', '10.00', 'unitPrice', '12.50'))`;
const hasIssue = "n % 97 in (0, 1, 4, 5)";

/**
 * Fills an organisation's syncs with so many items, ten for each customer, and says where each key stands after the
 * newest. The indexes are made afterwards, which is how millions of rows take minutes.
 */
export async function fillItems(owner: Client, sync: FilledSync, rows: number): Promise<void> {
  const items = itemsPerRun(rows);
  await owner.query(
    `insert into customers (org_id, program_id, contract_agreement_id, tenant_id, source_customer_id, name, active, last_seen_at)
     select $1, $2, 'CA-1', 'tenant ' || n, 'customer ' || n, ${name("n")}, true, now() from generate_series(0, $3::int / 10) n`,
    [sync.orgId, sync.programId, items],
  );
  await owner.query(
    `create temp table lines as select md5('s' || n)::uuid || ':licence' as key, md5('s' || n)::text as subscription_id, c.id as customer_id, c.name as customer_name,
       (array['${products.join("','")}'])[1 + n % 10] as title, (4000 + n / 10)::text as agreement_id, ${outcome} as outcome,
       case when n % 97 in (2, 3) then 'not_mapped' end as reason, ${timeline("'5'")} as before, ${timeline("(6 + n % 9)::text")} as after,
       case when ${hasIssue} then 1 else 0 end as issue_count
     from generate_series(0, $2::int - 1) n join customers c on c.org_id = $1 and c.name = ${name("n / 10")} order by n`,
    [sync.orgId, items],
  );
  const indexes = await dropIndexes(owner);
  const runs = await owner.query<{ id: string }>(
    "select id from sync_runs where org_id = $1 and status = 'error' order by queued_at",
    [sync.orgId],
  );
  for (const { id } of runs.rows) await fillRun(owner, sync.orgId, id);
  for (const definition of indexes) await owner.query(definition.replace(" ON ONLY ", " ON "));
  await fillStandings(owner, sync);
}

/** A run's items in the order in which a worker records them: customer by customer. */
async function fillRun(owner: Client, orgId: string, runId: string): Promise<void> {
  await owner.query(
    `insert into sync_items (org_id, item_month, run_id, key, subject, subscription_id, customer_id, customer_name, title,
       agreement_id, agreement_name, outcome, reason, before, after, cost_amount, price_amount, currency, line_count, issue_count)
     select r.org_id, r.item_month, r.id, key, 'subscription', subscription_id, customer_id, customer_name, title,
       agreement_id, 'Cloud subscriptions', outcome, reason, before, after, 60, 75, 'AUD', 1, issue_count
     from sync_runs r cross join lines where r.org_id = $1 and r.id = $2`,
    [orgId, runId],
  );
}

/** Takes the indexes away and answers how they are made again. */
async function dropIndexes(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ definition: string; removal: string }>(`
    select coalesce('alter table sync_items add constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)) as definition,
      coalesce('alter table sync_items drop constraint ' || quote_ident(k.conname), 'drop index ' || i.indexrelid::regclass) as removal
    from pg_index i left join pg_constraint k on k.conindid = i.indexrelid and k.contype = 'p'
    where i.indrelid = 'sync_items'::regclass`);
  for (const { removal } of rows) await owner.query(removal);
  return rows.map((row) => row.definition);
}

/** Issues of every run's items, and the positions, which the newest run left. */
async function fillStandings(owner: Client, { orgId, programSyncId }: FilledSync): Promise<void> {
  await owner.query(
    `insert into issues (org_id, item_month, run_id, item_id, code, severity, facts, facts_hash, reference)
     select org_id, item_month, run_id, id, case outcome when 'failed' then 'agreement_ended' when 'held' then 'large_change' else 'price_below_cost' end,
       case outcome when 'failed' then 'error' when 'held' then 'held' else 'warning' end, '{"agreementName":"Cloud subscriptions","endDate":"2026-09-30"}',
       md5(id::text), '7F3K-20AX'
     from sync_items where org_id = $1 and issue_count = 1`,
    [orgId],
  );
  await owner.query(
    `insert into positions (org_id, program_sync_id, kind, key, customer_id, confirmed_through, open, outstanding, unacknowledged, run_id, item_id, cause, place)
     select s.org_id, $2, 'customers', s.key, s.customer_id, r.period_end, true,
       case when s.outcome in ('failed', 'held') then s.outcome end, exists (select from issues i where i.org_id = s.org_id and i.item_month = s.item_month and i.item_id = s.id and i.severity = 'warning'), s.run_id, s.id,
       coalesce((select min(i.code) from issues i where i.org_id = s.org_id and i.item_month = s.item_month and i.item_id = s.id), ''), s.place
     from sync_items s join sync_runs r on r.org_id = s.org_id and r.id = s.run_id and r.item_month = s.item_month
     where r.id = (select id from sync_runs where org_id = $1 and status = 'error' order by queued_at desc limit 1)`,
    [orgId, programSyncId],
  );
}
