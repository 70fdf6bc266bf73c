ALTER TABLE "customers" DROP CONSTRAINT "customers_tenant";--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_tenant" UNIQUE("org_id","program_id","contract_agreement_id","tenant_id");--> statement-breakpoint
-- A tenant's usage is known by its contract agreement, too (workers/sync/customers/usage-key.ts): what was charged stays known.
CREATE FUNCTION pg_temp.usage_id(agreement text, tenant text) RETURNS text LANGUAGE sql AS $$
  SELECT substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-8' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12)
  FROM encode(sha256(convert_to(agreement || E'\n' || tenant, 'UTF8')), 'hex') h
$$;--> statement-breakpoint
UPDATE agreement_lines l SET key = pg_temp.usage_id(c.contract_agreement_id, c.tenant_id) || substr(l.key, length(c.tenant_id) + 1)
FROM program_syncs s
JOIN positions p ON p.org_id = s.org_id AND p.program_sync_id = s.id
JOIN customers c ON c.org_id = p.org_id AND c.id = p.customer_id AND p.key = c.tenant_id || ':azure'
WHERE s.org_id = l.org_id AND s.connection_id = l.connection_id AND starts_with(l.key, p.key);--> statement-breakpoint
UPDATE exclusions e SET key = pg_temp.usage_id(c.contract_agreement_id, c.tenant_id) || ':azure'
FROM positions p JOIN customers c ON c.org_id = p.org_id AND c.id = p.customer_id AND p.key = c.tenant_id || ':azure'
WHERE p.org_id = e.org_id AND p.program_sync_id = e.program_sync_id AND p.key = e.key;--> statement-breakpoint
UPDATE positions p SET key = pg_temp.usage_id(c.contract_agreement_id, c.tenant_id) || ':azure'
FROM customers c WHERE c.org_id = p.org_id AND c.id = p.customer_id AND p.key = c.tenant_id || ':azure';
