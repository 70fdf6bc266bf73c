ALTER TABLE "positions" ADD COLUMN "confirmed_before" date;
--> statement-breakpoint
-- As before; of two that were asked for in the same millisecond, products come before the customers that need them.
CREATE OR REPLACE FUNCTION app.waiting_runs(max_rows int) RETURNS TABLE (org_id uuid, run_id uuid)
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
    ORDER BY r.org_id, r.connection_id, r.status DESC, r.queued_at, r.kind DESC, r.id
  ) w
  ORDER BY (
    SELECT max(s.started_at) FROM sync_runs s
    WHERE s.org_id = w.org_id AND s.started_at > clock_timestamp() - interval '1 day'
  ) NULLS FIRST, w.queued_at
  LIMIT max_rows
$$;
