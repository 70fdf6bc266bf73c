import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { invoiceLines, invoices, mappings, positions, programSyncs, subscriptions } from "@/db/schema";

type Change = {
  orgId: string;
  /** The invoice that is in force from now on, or was until now. */
  invoiceId: string;
  /** What it replaces; null: nothing, each of its lines is new or gone. */
  replaces: string | null;
};

/**
 * An invoice of a period that was confirmed before has come, changed or gone: the subscriptions whose lines it touches
 * are confirmed only up to the day before that period, so that it is planned, and nothing of it is taken for done. A
 * customer's usage is one key for all its subscriptions. Charges count as open until they were looked at again: the lines
 * that they were posted for may be gone.
 */
export async function reopenPositions(
  tx: Transaction,
  { orgId, invoiceId, replaces }: Change,
): Promise<void> {
  await tx.execute(sql`
    with touched as (
      select distinct subscription_id from (
        (${linesOf(orgId, invoiceId)} except all ${linesOf(orgId, replaces)})
        union all
        (${linesOf(orgId, replaces)} except all ${linesOf(orgId, invoiceId)})
      ) changed where subscription_id is not null
    )
    update ${positions} p set
      confirmed_through = case when p.confirmed_through >= i.period_end then i.period_start - 1 else p.confirmed_through end,
      open = p.open or ${isCharge}, run_id = null, item_id = null, updated_at = now()
    from ${invoices} i, ${programSyncs} s, ${mappings} m
    where i.org_id = ${orgId} and i.id = ${invoiceId}
      and s.org_id = i.org_id and s.program_id = i.program_id
      and p.org_id = s.org_id and p.program_sync_id = s.id and p.kind = 'customers'
      and m.org_id = p.org_id and m.program_sync_id = p.program_sync_id and m.customer_id = p.customer_id
      and m.begin_from <= i.period_start
      and (p.confirmed_through >= i.period_end or ${isCharge})
      and (
        p.subscription_id in (select subscription_id from touched)
        or (split_part(p.key, ':', 2) = 'azure' and exists (
          select from ${subscriptions} u join touched t on t.subscription_id = u.subscription_id
          where u.org_id = p.org_id and u.program_id = i.program_id and u.customer_id = p.customer_id and u.usage_based
        ))
      )`);
}

const isCharge = sql`split_part(p.key, ':', 2) in ('azure', 'annual', 'credit')`;

function linesOf(orgId: string, invoiceId: string | null) {
  return sql`
    select subscription_id, offer_name, charge_start, charge_end, quantity, unit_cost, unit_price, billable_ratio,
      cost_amount, price_amount
    from ${invoiceLines} where org_id = ${orgId} and invoice_id = ${invoiceId}`;
}
