ALTER TABLE "sync_runs" ADD COLUMN "presence" integer;--> statement-breakpoint
-- A worker shows that it lives by a lock of its own session, which the database lets go the moment that this one ends.
-- Since when by the database's clock; null: the number is taken.
CREATE FUNCTION app.show_presence(number int) RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT CASE WHEN pg_try_advisory_lock(7075, number) THEN clock_timestamp() END
$$;
--> statement-breakpoint
-- Lets the leases of dead workers lapse now; answers how many. Dead is whose lock is free and who has not renewed its lease
-- for a while: one that has lost its session alone goes on renewing. The judge has kept its own session since before the last
-- renewal: when the server restarts all locks are free, and nobody is dead for it.
-- The row's lock waits for nobody: a worker that is about to pass the fence holds it, and is alive.
CREATE FUNCTION app.lapse_left_runs(lease_ms int, silent_ms int, judge_since timestamptz) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  run record;
  lapsed int := 0;
BEGIN
  FOR run IN
    SELECT r.org_id, r.id, r.presence FROM sync_runs r
    WHERE r.status = 'running' AND r.worker IS NOT NULL AND r.presence IS NOT NULL
      AND r.lease_until > clock_timestamp()
      AND r.lease_until < clock_timestamp() + make_interval(secs => (lease_ms - silent_ms) / 1000.0)
      AND r.lease_until > judge_since + make_interval(secs => lease_ms / 1000.0)
    FOR UPDATE SKIP LOCKED
  LOOP
    IF pg_try_advisory_xact_lock(7075, run.presence) THEN
      UPDATE sync_runs r SET lease_until = clock_timestamp() - interval '1 millisecond'
      WHERE r.org_id = run.org_id AND r.id = run.id;
      lapsed := lapsed + 1;
    END IF;
  END LOOP;
  RETURN lapsed;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.show_presence(int), app.lapse_left_runs(int, int, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.show_presence(int), app.lapse_left_runs(int, int, timestamptz) TO prism_worker;
