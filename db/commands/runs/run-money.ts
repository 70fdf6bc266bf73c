import { type SQL, sql } from "drizzle-orm";
import { type RunMoney, runTieOuts } from "@/db/schema";

/** The sums of a run's tie-outs by currency, exactly, as its row keeps them. */
export function runMoney({ orgId, runId }: { orgId: string; runId: string }): SQL<RunMoney[]> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'applied', applied::text, 'planned', planned::text) order by currency), '[]')
    from (
      select currency, sum(applied) as applied, sum(planned) as planned
      from ${runTieOuts} where org_id = ${orgId} and run_id = ${runId} group by currency
    ) sums
  )`;
}
