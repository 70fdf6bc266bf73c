CREATE INDEX "intents_agreement" ON "intents" USING btree ("org_id","connection_id","psa_agreement_id");--> statement-breakpoint
CREATE INDEX "intents_repeat" ON "intents" USING btree ("org_id","connection_id","settled_at") WHERE desired->>'repeat' = 'true';--> statement-breakpoint
CREATE INDEX "positions_customer" ON "positions" USING btree ("org_id","program_sync_id","customer_id");--> statement-breakpoint
CREATE INDEX "positions_subscription" ON "positions" USING btree ("org_id","program_sync_id",split_part(key, ':', 1));
--> statement-breakpoint
-- What a large invoice has just brought is not in the planner's statistics for a minute or more, and a join that is planned
-- for empty tables takes hours over a hundred thousand lines. Only the tables' owner may refresh them.
CREATE FUNCTION app.refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE invoice_lines, subscriptions, customers, mappings;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.refresh_statistics() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.refresh_statistics() TO prism_worker;
