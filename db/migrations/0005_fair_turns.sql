ALTER TABLE "connections" ADD COLUMN "unanswered" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "rests_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "claimed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "takeovers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "taken_over_at" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "sync_runs_served" ON "sync_runs" USING btree ("org_id","claimed_at" DESC NULLS LAST);--> statement-breakpoint
-- Runs that nobody works on, at most one of each connection: queued and the connection free, or running with a lapsed lease.
-- Not before what comes before it, even where that waits: products before the customers that need them, and a live run that
-- has begun before a later one of its kind, so that each can say what it did.
-- The organisation that was served least recently comes first; `besides` are left out. Only for the functions below.
CREATE FUNCTION app.runs_in_line(besides uuid[]) RETURNS TABLE (org_id uuid, run_id uuid, due_at timestamptz, place bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT w.org_id, w.id, w.due_at,
    row_number() OVER (ORDER BY served.at NULLS FIRST, w.claimed_at NULLS FIRST, w.due_at, w.id)
  FROM (
    SELECT DISTINCT ON (r.org_id, r.connection_id) r.org_id, r.id, r.claimed_at,
      CASE WHEN r.status = 'running' THEN r.lease_until ELSE coalesce(r.resumes_at, r.queued_at) END AS due_at
    FROM sync_runs r
    WHERE r.org_id <> ALL (besides)
      AND (
        (r.status = 'queued' AND coalesce(r.resumes_at, r.queued_at) <= clock_timestamp()
          AND NOT EXISTS (
            SELECT FROM sync_runs a
            WHERE a.org_id = r.org_id AND a.connection_id = r.connection_id AND a.status = 'running'
          )
          AND NOT EXISTS (
            SELECT FROM sync_runs b
            WHERE b.org_id = r.org_id AND b.program_sync_id = r.program_sync_id AND b.status = 'queued'
              AND ((r.kind = 'customers' AND b.kind = 'products' AND b.queued_at <= r.queued_at)
                OR (r.mode = 'live' AND b.mode = 'live' AND b.kind = r.kind AND b.epoch > 0 AND b.queued_at < r.queued_at))
          ))
        OR (r.status = 'running' AND r.lease_until < clock_timestamp())
      )
    ORDER BY r.org_id, r.connection_id, r.status DESC, r.queued_at, r.kind DESC, r.id
  ) w
  LEFT JOIN LATERAL (
    SELECT max(s.claimed_at) AS at FROM sync_runs s
    WHERE s.org_id = w.org_id AND s.claimed_at > clock_timestamp() - interval '1 day'
  ) served ON true
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.waiting_runs(max_rows int) RETURNS TABLE (org_id uuid, run_id uuid)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT l.org_id, l.run_id FROM app.runs_in_line('{}') l ORDER BY l.place LIMIT max_rows
$$;
--> statement-breakpoint
-- The run to take next, its row locked until the transaction ends; two that ask at once get different ones.
CREATE FUNCTION app.next_run(besides uuid[]) RETURNS TABLE (org_id uuid, run_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.org_id, r.id FROM app.runs_in_line(besides) l
  JOIN sync_runs r ON r.org_id = l.org_id AND r.id = l.run_id
  ORDER BY l.place LIMIT 1 FOR UPDATE OF r SKIP LOCKED
$$;
--> statement-breakpoint
-- Whether a run has waited so long that every worker must be busy.
CREATE FUNCTION app.somebody_waits(for_ms int) RETURNS boolean
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM app.runs_in_line('{}') l WHERE l.due_at < clock_timestamp() - make_interval(secs => for_ms / 1000.0)
  )
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.runs_in_line(uuid[]), app.next_run(uuid[]), app.somebody_waits(int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.next_run(uuid[]), app.somebody_waits(int) TO prism_worker;
