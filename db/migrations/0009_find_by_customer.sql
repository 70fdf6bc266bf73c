CREATE INDEX "intents_agreement" ON "intents" USING btree ("org_id","connection_id","psa_agreement_id");--> statement-breakpoint
CREATE INDEX "intents_repeat" ON "intents" USING btree ("org_id","connection_id","settled_at") WHERE desired->>'repeat' = 'true';--> statement-breakpoint
CREATE INDEX "positions_customer" ON "positions" USING btree ("org_id","program_sync_id","customer_id");--> statement-breakpoint
CREATE INDEX "positions_subscription" ON "positions" USING btree ("org_id","program_sync_id",split_part(key, ':', 1));
--> statement-breakpoint
-- The fence, for several writes in one statement: a write is marked as sent only where this epoch still owns the run, with a
-- lease that outlives the request, and only those that are named in the answer may be made. Runs with the caller's rights, so
-- it sees and changes only rows of that organisation.
CREATE FUNCTION app.mark_sent(of_org uuid, of_run uuid, of_epoch int, wanted uuid[], request_seconds double precision)
RETURNS SETOF uuid LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.org_id', of_org::text, true);
  RETURN QUERY
    UPDATE intents i SET state = 'sent', sent_at = clock_timestamp()
    WHERE i.org_id = of_org AND i.id = ANY (wanted) AND i.epoch = of_epoch AND i.state IN ('planned', 'unknown')
      AND EXISTS (
        SELECT FROM sync_runs r
        WHERE r.org_id = of_org AND r.id = of_run AND r.epoch = of_epoch AND r.status = 'running'
          AND r.lease_until > clock_timestamp() + make_interval(secs => request_seconds)
      )
    RETURNING i.id;
END $$;
--> statement-breakpoint
-- How writes ended, with the PSA's lines that are ours by them, in one statement. A write whose end is known already keeps it,
-- unless its effect was seen in the PSA.
CREATE FUNCTION app.settle_intents(of_org uuid, ends jsonb, own_lines jsonb)
RETURNS void LANGUAGE plpgsql SECURITY INVOKER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.org_id', of_org::text, true);
  UPDATE intents i SET state = r.state, answer = r.answer, settled_at = clock_timestamp()
  FROM jsonb_to_recordset(ends) AS r(id uuid, state text, answer jsonb, seen boolean)
  WHERE i.org_id = of_org AND i.id = r.id AND (r.seen OR i.state IN ('planned', 'sent', 'unknown'));
  INSERT INTO agreement_lines (org_id, connection_id, psa_agreement_id, psa_line_id, key)
  SELECT DISTINCT of_org, r.connection_id, r.psa_agreement_id, r.psa_line_id, r.key
  FROM jsonb_to_recordset(own_lines) AS r(connection_id uuid, psa_agreement_id text, psa_line_id text, key text)
  ON CONFLICT (org_id, connection_id, psa_agreement_id, psa_line_id, key) DO UPDATE SET updated_at = now();
END $$;
--> statement-breakpoint
-- What a large invoice has just brought is not in the planner's statistics for a minute or more, and a join that is planned
-- for empty tables takes hours over a hundred thousand lines. Only the tables' owner may refresh them.
CREATE FUNCTION app.refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE invoice_lines, subscriptions, customers, mappings;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.mark_sent(uuid, uuid, int, uuid[], double precision), app.settle_intents(uuid, jsonb, jsonb), app.refresh_statistics() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.mark_sent(uuid, uuid, int, uuid[], double precision), app.settle_intents(uuid, jsonb, jsonb), app.refresh_statistics() TO prism_worker;
