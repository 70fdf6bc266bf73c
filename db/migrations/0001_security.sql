-- Two login roles that own no table. Migrating sets their passwords (db/migrate.ts).
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prism_portal') THEN CREATE ROLE prism_portal LOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'prism_worker') THEN CREATE ROLE prism_worker LOGIN; END IF;
END $$;
--> statement-breakpoint
CREATE SCHEMA app;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public, app TO prism_portal, prism_worker;
--> statement-breakpoint
-- The organisation of the running transaction; null outside of one, and then no row is seen.
CREATE FUNCTION app.org_id() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.org_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
-- Every table with an organisation shows and takes only rows of the transaction's organisation.
-- The owner is let through by a policy of its own, for migrations and for the functions below.
DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organisation ON public.%I TO prism_portal, prism_worker USING (org_id = app.org_id()) WITH CHECK (org_id = app.org_id())', t);
    EXECUTE format('CREATE POLICY owner ON public.%I TO %I USING (true) WITH CHECK (true)', t, current_user);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO prism_portal, prism_worker', t);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_organisation ON organisations FOR SELECT TO prism_portal, prism_worker USING (
  id = app.org_id() OR EXISTS (
    SELECT FROM members m WHERE m.org_id = organisations.id AND m.user_id = app.user_id()
  )
);
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('CREATE POLICY owner ON organisations TO %I USING (true) WITH CHECK (true)', current_user);
END $$;
--> statement-breakpoint
GRANT SELECT ON organisations TO prism_portal, prism_worker;
--> statement-breakpoint
-- A person sees in which organisations they are a member, before one of them is chosen.
CREATE POLICY own_memberships ON members FOR SELECT TO prism_portal USING (user_id = app.user_id());
--> statement-breakpoint
-- People and sessions belong to no organisation. Only the portal knows them; the worker never signs anybody in.
GRANT SELECT, INSERT, UPDATE ON users TO prism_portal;
--> statement-breakpoint
GRANT SELECT ON users TO prism_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, sign_in_tokens TO prism_portal;
--> statement-breakpoint
-- History is only added to; nothing of the business is deleted, save what these name.
REVOKE UPDATE ON audit_events FROM prism_portal, prism_worker;
--> statement-breakpoint
GRANT DELETE ON mappings, exclusions, acknowledgements, members TO prism_portal;
--> statement-breakpoint
GRANT DELETE ON psa_companies, psa_agreements, product_links, agreement_lines, positions, run_tie_outs, sync_items, issues, invoices, invoice_lines TO prism_worker;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE outbox_id_seq, audit_events_id_seq TO prism_portal, prism_worker;
--> statement-breakpoint
-- Items and issues live in partitions of a month, so that an old month is dropped whole.
CREATE TABLE sync_items_other PARTITION OF sync_items DEFAULT;
--> statement-breakpoint
CREATE TABLE issues_other PARTITION OF issues DEFAULT;
--> statement-breakpoint
CREATE FUNCTION app.ensure_item_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month date;
  parent text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_item_partitions'));
  FOR month IN SELECT generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months', interval '1 month')::date
  LOOP
    FOREACH parent IN ARRAY ARRAY['sync_items', 'issues'] LOOP
      IF to_regclass(format('public.%I', parent || '_' || to_char(month, 'YYYY_MM'))) IS NULL THEN
        EXECUTE format(
          'CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
          parent || '_' || to_char(month, 'YYYY_MM'), parent, month, (month + interval '1 month')::date
        );
      END IF;
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
SELECT app.ensure_item_partitions();
--> statement-breakpoint
-- Work across organisations: these return ids and nothing else. Everything after that happens inside one organisation.
CREATE FUNCTION app.take_bells(max_rows int) RETURNS TABLE (org_id uuid, bell text, subject_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM outbox o USING (
    SELECT id FROM outbox ORDER BY id LIMIT max_rows FOR UPDATE SKIP LOCKED
  ) taken WHERE o.id = taken.id
  RETURNING o.org_id, o.bell, o.subject_id
$$;
--> statement-breakpoint
-- Runs that nobody works on: queued and their connection free, or running with a lapsed lease.
-- The organisation that was served least recently comes first.
CREATE FUNCTION app.waiting_runs(max_rows int) RETURNS TABLE (org_id uuid, run_id uuid)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT w.org_id, w.id FROM (
    SELECT DISTINCT ON (r.org_id, r.connection_id) r.org_id, r.id, r.queued_at
    FROM sync_runs r
    WHERE (r.status = 'queued' AND coalesce(r.resumes_at, r.queued_at) <= clock_timestamp()
        AND NOT EXISTS (
          SELECT FROM sync_runs a
          WHERE a.org_id = r.org_id AND a.connection_id = r.connection_id AND a.status = 'running'
        ))
      OR (r.status = 'running' AND r.lease_until < clock_timestamp())
    ORDER BY r.org_id, r.connection_id, r.status DESC, r.queued_at, r.id
  ) w
  ORDER BY (
    SELECT max(s.started_at) FROM sync_runs s
    WHERE s.org_id = w.org_id AND s.started_at > clock_timestamp() - interval '1 day'
  ) NULLS FIRST, w.queued_at
  LIMIT max_rows
$$;
--> statement-breakpoint
CREATE FUNCTION app.due_mails(max_rows int) RETURNS TABLE (org_id uuid, mail_id uuid)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT m.org_id, m.id FROM mails m
  WHERE m.state = 'due' AND m.due_at <= clock_timestamp() ORDER BY m.due_at LIMIT max_rows
$$;
--> statement-breakpoint
CREATE FUNCTION app.due_tasks(max_rows int) RETURNS TABLE (org_id uuid, task_id uuid)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT t.org_id, t.id FROM tasks t
  WHERE t.state = 'queued' AND t.due_at <= clock_timestamp() ORDER BY t.due_at LIMIT max_rows
$$;
--> statement-breakpoint
-- Program syncs whose check of this day is due by their organisation's clock and has no slot yet.
CREATE FUNCTION app.due_schedules(max_rows int) RETURNS TABLE (org_id uuid, program_sync_id uuid, slot date)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT p.org_id, p.id, (clock_timestamp() AT TIME ZONE o.time_zone)::date
  FROM program_syncs p JOIN organisations o ON o.id = p.org_id
  WHERE extract(hour FROM clock_timestamp() AT TIME ZONE o.time_zone) >= p.schedule_hour
    AND p.created_at < clock_timestamp() - interval '1 hour'
    AND (p.customers_enabled OR p.products_enabled)
    AND NOT EXISTS (
      SELECT FROM schedule_slots s
      WHERE s.org_id = p.org_id AND s.program_sync_id = p.id
        AND s.slot = (clock_timestamp() AT TIME ZONE o.time_zone)::date
    )
  ORDER BY p.created_at LIMIT max_rows
$$;
--> statement-breakpoint
-- For the command line: in which organisation a program sync of this name is.
CREATE FUNCTION app.organisations_with_program(wanted text) RETURNS TABLE (org_id uuid, name text)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT p.org_id, o.name FROM program_syncs p JOIN organisations o ON o.id = p.org_id
  WHERE p.slug = wanted ORDER BY o.name
$$;
--> statement-breakpoint
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.org_id(), app.user_id() TO prism_portal, prism_worker;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.take_bells(int), app.waiting_runs(int), app.due_mails(int), app.due_tasks(int), app.due_schedules(int), app.ensure_item_partitions(), app.organisations_with_program(text) TO prism_worker;
--> statement-breakpoint
-- A row in the outbox wakes the relay at once.
CREATE FUNCTION app.announce_bell() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('bells', ''); RETURN NULL; END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_announce AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION app.announce_bell();
