-- Approvals of plans, and invitations that lapsed long ago, are cleared with the rest.
CREATE OR REPLACE FUNCTION app.clear_old_rows(keep_months int, max_rows int) RETURNS int
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
  DELETE FROM plan_approvals WHERE ctid = ANY (ARRAY(
    SELECT a.ctid FROM plan_approvals a JOIN sync_runs r ON r.org_id = a.org_id AND r.id = a.run_id
    WHERE r.item_month < since LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  -- What became of an invitation stands in the audit.
  DELETE FROM invitations WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM invitations WHERE expires_at < now() - interval '90 days' LIMIT max_rows));
  GET DIAGNOSTICS cleared = ROW_COUNT; most := greatest(most, cleared);
  RETURN most;
END $$;
