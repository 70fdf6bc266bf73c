import { Client } from "pg";
import { z } from "zod";
import type { TestDatabase } from "../../testing/database";
import type { Recorded } from "../checker/seen";

export type PlayRecord = {
  recorded: Recorded;
  /** How runs, items, positions, mails and the dashboard's counts stand, a line each; the same whoever wrote them. */
  standing: string[];
};

/** An item's new name is PRISM's, or the PSA's where the second worker has found it there already. */
const standingRows = [
  "select concat_ws(' ', 'run', kind, status, counts::text, period_start, period_end, 'of', id) from sync_runs",
  `select concat_ws(' ', 'item', i.run_id, i.key, i.outcome, i.reason, i.cost_amount, i.line_count, i.before::text, 'to',
     (i.after - 'name')::text, (select string_agg(s.code || ' ' || s.severity || ' ' || s.facts::text, ', ' order by s.code, s.facts::text)
       from issues s where s.org_id = i.org_id and s.run_id = i.run_id and s.item_id = i.id)) from sync_items i`,
  `select concat_ws(' ', 'run issue', run_id, code, facts::text) from issues where item_id is null`,
  `select concat_ws(' ', 'position', kind, key, 'through', confirmed_through, confirmed::text, open, outstanding,
     unacknowledged) from positions`,
  `select concat_ws(' ', 'tie-out', run_id, source_invoice_id, total, 'applied', applied, 'unchanged', unchanged, 'held', held,
     'skipped', skipped, 'failed', failed, 'lines', line_count) from run_tie_outs`,
  `select concat_ws(' ', 'card', kind, last_run_status, counts::text, failed, held, unknown, warnings, not_mapped,
     failing_causes, reviewed_causes, last_successful_at is null) from sync_status`,
  "select concat_ws(' ', 'line of ours', psa_agreement_id, key, count(*)) from agreement_lines group by psa_agreement_id, key",
  "select concat_ws(' ', 'link', product_id, origin) from product_links",
  "select concat_ws(' ', 'mail', purpose, cause_id, state) from mails",
  "select concat_ws(' ', 'open intent', natural_key, state) from intents where state in ('planned', 'sent', 'unknown')",
];

/** As the sandboxes' write log tells a write; an adjustment by its contract service. */
const confirmedWrites = `
  select case when operation in ('create_line', 'create_charge', 'create_item', 'adjust_units') then 'create' else 'change' end as does,
    case operation when 'create_line' then 'line' when 'change_line' then 'line' when 'create_charge' then 'charge'
      when 'adjust_units' then 'units' when 'extend_agreement' then 'agreement' else 'item' end as "to",
    coalesce(target_id, answer->>'serviceId', answer->>'id') as id,
    psa_agreement_id as "agreementId",
    case when operation in ('create_line', 'change_line', 'create_charge') then natural_key end as reference,
    case when operation in ('create_line', 'change_line', 'create_charge')
      then coalesce(desired->>'from', before->>'from') when operation = 'adjust_units' then desired->>'date' end as "from",
    case operation when 'create_charge' then '1' when 'adjust_units' then desired->>'unitChange'
      else coalesce(desired->>'quantity', before->>'quantity') end as quantity
  from intents where state = 'confirmed' and created_at > $1`;

const line = z.object({ concat_ws: z.string() });
const run = z.object({ id: z.string(), status: z.string() });
const text = z.string().nullable();
const write = z.object({
  does: z.enum(["create", "change"]),
  to: z.enum(["line", "charge", "units", "item", "agreement"]),
  id: text,
  agreementId: text,
  reference: text,
  from: text,
  quantity: text,
});

/** `since`: when November's plays began, by the database's clock; earlier writes are October's. */
export async function readRecord({ ownerUrl }: TestDatabase, since: Date): Promise<PlayRecord> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const standing: string[] = [];
    for (const rows of standingRows) {
      const answer = await client.query(rows);
      standing.push(
        ...z
          .array(line)
          .parse(answer.rows)
          .map((row) => row.concat_ws),
      );
    }
    const runs = await client.query("select id, status from sync_runs");
    const confirmed = await client.query(confirmedWrites, [since]);
    return {
      standing: standing.sort(),
      recorded: {
        runs: z
          .array(run)
          .parse(runs.rows)
          .map(({ id, status }) => ({ id, statuses: [status] })),
        confirmed: z.array(write).parse(confirmed.rows),
      },
    };
  } finally {
    await client.end();
  }
}
