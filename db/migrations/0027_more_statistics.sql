-- Also after what was read of the PSA and of PRISM's customers: the list of 4,000 just fetched took 14 seconds until the database
-- had looked at them by itself.
CREATE OR REPLACE FUNCTION app.refresh_statistics() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE invoice_lines, subscriptions, customers, mappings, psa_companies, psa_agreements, psa_items;
END $$;
--> statement-breakpoint
-- The first large sync of a month fills a partition that the database has never looked at: whoever watched it waited 20 seconds
-- for each page. Once there are enough rows to know the tables by, the database looks at them by itself soon enough.
CREATE FUNCTION app.refresh_item_statistics(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  filled regclass;
BEGIN
  FOR filled IN
    SELECT c.oid FROM pg_class c
    WHERE c.oid IN (
        to_regclass('public.positions'),
        to_regclass('public.sync_items_' || to_char(month, 'YYYY_MM')),
        to_regclass('public.issues_' || to_char(month, 'YYYY_MM'))
      )
      AND c.reltuples < 2000 AND pg_stat_get_live_tuples(c.oid) >= greatest(500, 2 * c.reltuples)
  LOOP
    EXECUTE format('ANALYZE %s', filled);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.refresh_item_statistics(date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.refresh_item_statistics(date) TO prism_worker;
