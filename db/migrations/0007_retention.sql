-- By age, for clearing away: a range of blocks each, which costs a write nothing.
CREATE INDEX intents_age ON intents USING brin (created_at);
--> statement-breakpoint
CREATE INDEX mails_age ON mails USING brin (created_at);
--> statement-breakpoint
-- The first day of the oldest month whose items are kept: the month that runs, and so many before it.
CREATE FUNCTION app.kept_since(keep_months int) RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF keep_months IS NULL OR keep_months < 3 THEN RAISE EXCEPTION 'Items are kept for three months at least.'; END IF;
  RETURN (date_trunc('month', now()) - make_interval(months => keep_months))::date;
END $$;
--> statement-breakpoint
-- Drops whole months of items and issues that are kept no longer, and notes them. A table in use is left to the next time.
CREATE FUNCTION app.drop_old_item_months(keep_months int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  old record;
  dropped int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_item_partitions'));
  FOR old IN
    SELECT name, month FROM (
      SELECT c.relname AS name, to_date(right(c.relname, 7), 'YYYY_MM') AS month
      FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
      WHERE h.inhparent IN ('public.sync_items'::regclass, 'public.issues'::regclass) AND c.relname ~ '_[0-9]{4}_[0-9]{2}$'
    ) partitions
    WHERE month < app.kept_since(keep_months) ORDER BY month, name
  LOOP
    INSERT INTO dropped_item_months (item_month) VALUES (old.month) ON CONFLICT DO NOTHING;
    EXECUTE format('DROP TABLE public.%I', old.name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
--> statement-breakpoint
-- Clears away at most so many rows of each kind that nobody will ask for again; answers how many there were, so that a
-- caller goes on while a batch was full. Runs, tie-outs, invoices, positions, decisions and the audit are records and stay;
-- so do adjustments of units, by which a later plan knows what it sent.
CREATE FUNCTION app.clear_old_rows(keep_months int, max_rows int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  since date := app.kept_since(keep_months);
  most int := 0;
  cleared int;
BEGIN
  -- Items of months that had no partition of their own.
  INSERT INTO dropped_item_months (item_month)
    SELECT DISTINCT item_month FROM sync_items_other WHERE item_month < since ON CONFLICT DO NOTHING;
  DELETE FROM sync_items_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM sync_items_other WHERE item_month < since LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM issues_other WHERE ctid = ANY (ARRAY(SELECT ctid FROM issues_other WHERE item_month < since LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM run_scopes WHERE ctid = ANY (ARRAY(
    SELECT s.ctid FROM run_scopes s JOIN sync_runs r ON r.org_id = s.org_id AND r.id = s.run_id
    WHERE r.item_month < since AND r.finished_at IS NOT NULL LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM run_summaries WHERE ctid = ANY (ARRAY(
    SELECT s.ctid FROM run_summaries s JOIN sync_runs r ON r.org_id = s.org_id AND r.id = s.run_id
    WHERE r.item_month < since LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM intents WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM intents
    WHERE created_at < since AND state IN ('confirmed', 'rejected', 'dropped') AND operation <> 'adjust_units' LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM mails WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM mails
    WHERE state <> 'due' AND (created_at < since OR (purpose = 'sign_in' AND created_at < now() - interval '30 days')) LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  -- The newest task of each kind is what a connection's page shows.
  DELETE FROM tasks WHERE ctid = ANY (ARRAY(
    SELECT t.ctid FROM tasks t
    WHERE t.state <> 'queued' AND t.created_at < now() - interval '30 days' AND EXISTS (
      SELECT FROM tasks n WHERE n.org_id = t.org_id AND n.subject_id = t.subject_id AND n.kind = t.kind AND n.created_at > t.created_at
    ) LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM schedule_slots WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM schedule_slots WHERE slot < current_date - 60 LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM sessions WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM sessions WHERE expires_at < now() - interval '1 day' LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  DELETE FROM sign_in_tokens WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM sign_in_tokens WHERE expires_at < now() - interval '1 day' LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  RETURN most;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.kept_since(int), app.drop_old_item_months(int), app.clear_old_rows(int, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.drop_old_item_months(int), app.clear_old_rows(int, int) TO prism_worker;
