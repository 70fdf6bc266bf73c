import { sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { rowsFromJson } from "@/db/rows-from-json";
import { contractAgreements, customers, subscriptions } from "@/db/schema";
import { moveListedTenants, moveTenants } from "./move-customers";

export type TenantRecord = {
  tenantId: string;
  sourceCustomerId: string;
  name: string;
  tenantDomain: string | null;
  active: boolean;
  subscriptions: {
    subscriptionId: string;
    sourceProductId: string;
    productName: string;
    active: boolean;
    usageBased: boolean;
    billedAnnually: boolean;
  }[];
};

const pageSize = 500;

const customerKey = [customers.orgId, customers.programId, customers.contractAgreementId, customers.tenantId];

type OfAgreement = { orgId: string; programId: string; contractAgreementId: string };

/**
 * Keeps what PRISM's tenants call tells of customers and their subscriptions under one contract agreement, as it comes in:
 * all of it, or nothing where the list breaks off. Errors of the list pass through.
 */
export async function recordTenants(
  db: Database,
  of: OfAgreement,
  batches: AsyncIterable<TenantRecord[]> | Iterable<TenantRecord[]>,
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await tx.insert(contractAgreements).values(of).onConflictDoNothing();
    for await (const tenants of batches) {
      if (tenants.length === 0) continue;
      await moveTenants(tx, of, tenants);
      await storeCustomers(tx, of, tenants);
      await storeSubscriptions(tx, of, tenants);
    }
  });
}

/** What has not changed is written again once a day at most: that it was seen. */
const isNews = (table: string, columns: string[]) =>
  sql.raw(
    `(${columns.map((name) => `${table}.${name}`)}) is distinct from (${columns.map((name) => `excluded.${name}`)})
      or ${table}.last_seen_at < now() - interval '1 day'`,
  );

const takeOver = (columns: string[]) =>
  sql.raw(columns.map((name) => `${name} = excluded.${name}`).join(", "));

const customerColumns = ["name", "tenant_domain", "active"];

async function storeCustomers(tx: Transaction, of: OfAgreement, tenants: TenantRecord[]): Promise<void> {
  const rows = tenants.map(({ tenantId, sourceCustomerId, name, tenantDomain, active }) => ({
    tenant_id: tenantId,
    source_customer_id: sourceCustomerId,
    name,
    tenant_domain: tenantDomain,
    active,
  }));
  const source = rowsFromJson(rows, {
    tenant_id: "text",
    source_customer_id: "text",
    name: "text",
    tenant_domain: "text",
    active: "boolean",
  });
  await tx.execute(sql`
    insert into ${customers} (org_id, program_id, contract_agreement_id, tenant_id, source_customer_id, name, tenant_domain,
      active, last_seen_at)
    select ${of.orgId}::uuid, ${of.programId}::uuid, ${of.contractAgreementId}, r.tenant_id, r.source_customer_id, r.name,
      r.tenant_domain, r.active, now()
    from ${source}
    on conflict (org_id, program_id, contract_agreement_id, tenant_id) do update
    set ${takeOver([...customerColumns, "last_seen_at"])} where ${isNews("customers", customerColumns)}`);
}

const subscriptionColumns = [
  "customer_id",
  "source_product_id",
  "product_name",
  "active",
  "usage_based",
  "billed_annually",
];

async function storeSubscriptions(tx: Transaction, of: OfAgreement, tenants: TenantRecord[]): Promise<void> {
  const rows = tenants.flatMap(({ tenantId, subscriptions: held }) =>
    held.map((one) => ({
      tenant_id: tenantId,
      subscription_id: one.subscriptionId,
      source_product_id: one.sourceProductId,
      product_name: one.productName,
      active: one.active,
      usage_based: one.usageBased,
      billed_annually: one.billedAnnually,
    })),
  );
  if (rows.length === 0) return;
  const source = rowsFromJson(rows, {
    tenant_id: "text",
    subscription_id: "text",
    source_product_id: "text",
    product_name: "text",
    active: "boolean",
    usage_based: "boolean",
    billed_annually: "boolean",
  });
  await tx.execute(sql`
    insert into ${subscriptions} (org_id, program_id, customer_id, subscription_id, source_product_id, product_name, active,
      usage_based, billed_annually, last_seen_at)
    select c.org_id, c.program_id, c.id, r.subscription_id, r.source_product_id, r.product_name, r.active, r.usage_based,
      r.billed_annually, now()
    from ${source}
    join ${customers} c
      on c.org_id = ${of.orgId} and c.program_id = ${of.programId}
        and c.contract_agreement_id = ${of.contractAgreementId} and c.tenant_id = r.tenant_id
    on conflict (org_id, program_id, subscription_id) do update
    set ${takeOver([...subscriptionColumns, "last_seen_at"])} where ${isNews("subscriptions", subscriptionColumns)}`);
}

/** Adds what the customers call knows beside the tenants call: what matches a customer to a PSA company. */
export async function recordCustomerDetails(
  db: Database,
  of: { orgId: string; programId: string },
  details: {
    tenantId: string;
    contractAgreementId: string;
    sourceCustomerId: string;
    name: string;
    registrationNumber: string | null;
    website: string | null;
    active: boolean;
  }[],
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await moveListedTenants(tx, of, details);
    for (let start = 0; start < details.length; start += pageSize) {
      await tx
        .insert(customers)
        .values(
          details.slice(start, start + pageSize).map((row) => ({ ...of, ...row, lastSeenAt: sql`now()` })),
        )
        .onConflictDoUpdate({
          target: customerKey,
          set: {
            name: sql`excluded.name`,
            registrationNumber: sql`excluded.registration_number`,
            website: sql`excluded.website`,
            active: sql`excluded.active`,
            lastSeenAt: sql`excluded.last_seen_at`,
          },
        });
    }
  });
}
