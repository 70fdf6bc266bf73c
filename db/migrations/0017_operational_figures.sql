-- Numbers about all organisations together, for whoever runs the product: counts and ages in seconds, and no id.
CREATE FUNCTION app.operational_figures() RETURNS TABLE (name text, label text, value double precision)
LANGUAGE sql SECURITY DEFINER STABLE SET search_path = public, pg_temp AS $$
  SELECT 'runs_open', s.status, (SELECT count(*) FROM sync_runs r WHERE r.status = s.status)::float8
  FROM unnest(ARRAY['queued', 'running']) s(status)
  UNION ALL
  SELECT 'runs_finished_last_day', s.status, count(r.id)::float8
  FROM unnest(ARRAY['error', 'warning', 'success', 'no_change', 'cancelled']) s(status)
  LEFT JOIN sync_runs r ON r.status = s.status AND r.finished_at > clock_timestamp() - interval '1 day'
  GROUP BY s.status
  UNION ALL
  SELECT 'items_last_day', c.key, sum(c.value::float8)
  FROM sync_runs r CROSS JOIN jsonb_each_text(r.counts) c
  WHERE r.finished_at > clock_timestamp() - interval '1 day' AND c.key NOT IN ('warnings', 'created')
  GROUP BY c.key
  UNION ALL
  SELECT 'run_waits_seconds', '', coalesce(extract(epoch FROM max(clock_timestamp() - coalesce(r.resumes_at, r.queued_at))), 0)::float8
  FROM sync_runs r WHERE r.status = 'queued' AND coalesce(r.resumes_at, r.queued_at) <= clock_timestamp()
  UNION ALL
  SELECT 'lease_lapsed_seconds', '', coalesce(extract(epoch FROM max(clock_timestamp() - r.lease_until)), 0)::float8
  FROM sync_runs r WHERE r.status = 'running' AND r.lease_until < clock_timestamp()
  UNION ALL
  SELECT 'mails_due', '', count(*)::float8 FROM mails m WHERE m.state = 'due'
  UNION ALL
  SELECT 'mail_waits_seconds', '', coalesce(extract(epoch FROM max(clock_timestamp() - m.created_at)), 0)::float8
  FROM mails m WHERE m.state = 'due'
  UNION ALL
  SELECT 'mails_parked', '', count(*)::float8 FROM mails m WHERE m.state = 'parked'
  UNION ALL
  SELECT 'task_waits_seconds', '', coalesce(extract(epoch FROM max(clock_timestamp() - t.due_at)), 0)::float8
  FROM tasks t WHERE t.state = 'queued' AND t.due_at <= clock_timestamp()
  UNION ALL
  SELECT 'bell_waits_seconds', '', coalesce(extract(epoch FROM max(clock_timestamp() - o.created_at)), 0)::float8 FROM outbox o
  UNION ALL
  SELECT 'intents_open', i.state, count(*)::float8
  FROM intents i WHERE i.state IN ('planned', 'sent', 'unknown') GROUP BY i.state
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.operational_figures() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.operational_figures() TO prism_worker;
