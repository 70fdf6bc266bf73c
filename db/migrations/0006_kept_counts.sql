CREATE TABLE "dropped_item_months" (
	"item_month" date PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_summaries" (
	"org_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"standing" integer NOT NULL,
	"summary" jsonb NOT NULL,
	CONSTRAINT "run_summaries_org_id_run_id_pk" PRIMARY KEY("org_id","run_id")
);
--> statement-breakpoint
DROP INDEX "sync_items_run";--> statement-breakpoint
ALTER TABLE "sync_items" ADD COLUMN "issue_count" integer;--> statement-breakpoint
ALTER TABLE "sync_items" ADD COLUMN "place" text collate "C" GENERATED ALWAYS AS (case when customer_name is null then '1' else '0' end || left(lower(coalesce(customer_name, '')), 200) || chr(1) || coalesce(customer_id::text, '') || chr(1) || left(lower(title), 200)) STORED;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "money" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_status" ADD COLUMN "causes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_status" ADD COLUMN "not_mapped_cost" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_status" ADD COLUMN "standing" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "run_summaries" ADD CONSTRAINT "run_summaries_org_id_run_id_sync_runs_org_id_id_fk" FOREIGN KEY ("org_id","run_id") REFERENCES "public"."sync_runs"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "issues_of_run" ON "issues" USING btree ("org_id","run_id") WHERE item_id is null;--> statement-breakpoint
CREATE INDEX "sync_items_place" ON "sync_items" USING btree ("org_id","run_id","place","id");--> statement-breakpoint
CREATE INDEX "sync_items_run" ON "sync_items" USING btree ("org_id","run_id","outcome");--> statement-breakpoint
ALTER TABLE run_summaries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE run_summaries FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_organisation ON run_summaries TO prism_portal, prism_worker USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id());
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('CREATE POLICY owner ON run_summaries TO %I USING (true) WITH CHECK (true)', current_user);
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON run_summaries TO prism_portal, prism_worker;
--> statement-breakpoint
GRANT SELECT ON dropped_item_months TO prism_portal, prism_worker;
--> statement-breakpoint
-- What was computed for every page until now, of what is there already.
UPDATE sync_runs r SET money = m.money FROM (
  SELECT org_id, run_id, jsonb_agg(jsonb_build_object('currency', currency, 'applied', applied::text, 'planned', planned::text) ORDER BY currency) AS money
  FROM (
    SELECT org_id, run_id, currency, sum(applied) AS applied, sum(planned) AS planned
    FROM run_tie_outs GROUP BY org_id, run_id, currency
  ) sums GROUP BY org_id, run_id
) m WHERE m.org_id = r.org_id AND m.run_id = r.id;
--> statement-breakpoint
UPDATE sync_status s SET causes = c.causes FROM (
  SELECT org_id, program_sync_id, kind, jsonb_agg(jsonb_build_object(
    'outcome', outstanding, 'runId', run_id, 'code', code, 'keys', keys, 'itemId', item_id, 'customerName', customer_name, 'customers', customers
  ) ORDER BY keys DESC, code) AS causes
  FROM (
    SELECT p.org_id, p.program_sync_id, p.kind, p.outstanding, i.run_id, i.code, count(DISTINCT p.key) AS keys,
      min(i.item_id::text) AS item_id, min(c.name) AS customer_name, count(DISTINCT p.customer_id) AS customers
    FROM positions p
      JOIN issues i ON i.org_id = p.org_id AND i.item_id = p.item_id AND i.run_id = p.run_id AND NOT i.acknowledged
      LEFT JOIN customers c ON c.org_id = p.org_id AND c.id = p.customer_id
    WHERE (p.outstanding IS NOT NULL OR p.unacknowledged) AND i.code <> 'customer_not_mapped'
    GROUP BY p.org_id, p.program_sync_id, p.kind, p.outstanding, i.run_id, i.code
  ) grouped GROUP BY org_id, program_sync_id, kind
) c WHERE c.org_id = s.org_id AND c.program_sync_id = s.program_sync_id AND c.kind = s.kind;
--> statement-breakpoint
UPDATE sync_status s SET not_mapped_cost = m.sums FROM (
  SELECT n.org_id, n.program_sync_id, (
    SELECT jsonb_agg(jsonb_build_object('currency', currency, 'cost', cost::text) ORDER BY currency) FROM (
      SELECT i.currency, sum(i.cost_amount) AS cost FROM sync_items i
      WHERE i.org_id = n.org_id AND i.item_month = n.item_month AND i.run_id = n.id AND i.outcome = 'skipped' AND i.reason = 'not_mapped'
      GROUP BY i.currency
    ) sums
  ) AS sums
  FROM (
    SELECT DISTINCT ON (r.org_id, r.program_sync_id) r.org_id, r.program_sync_id, r.id, r.item_month FROM sync_runs r
    WHERE r.kind = 'customers' AND r.mode = 'live' AND r.finished_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM run_scopes o WHERE o.org_id = r.org_id AND o.run_id = r.id)
      AND EXISTS (SELECT FROM sync_items i WHERE i.org_id = r.org_id AND i.item_month = r.item_month AND i.run_id = r.id AND i.outcome = 'skipped' AND i.reason = 'not_mapped')
    ORDER BY r.org_id, r.program_sync_id, r.queued_at DESC, r.id DESC
  ) n
) m WHERE m.org_id = s.org_id AND m.program_sync_id = s.program_sync_id AND s.kind = 'customers' AND m.sums IS NOT NULL;
