import { sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
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

/** Keeps what PRISM's tenants call tells of customers and their subscriptions under one contract agreement. */
export async function recordTenants(
  db: Database,
  of: { orgId: string; programId: string; contractAgreementId: string },
  tenants: TenantRecord[],
): Promise<void> {
  await inOrg(db, of.orgId, async (tx) => {
    await tx.insert(contractAgreements).values(of).onConflictDoNothing();
    for (let start = 0; start < tenants.length; start += pageSize) {
      const page = tenants.slice(start, start + pageSize);
      await moveTenants(tx, of, page);
      const stored = await tx
        .insert(customers)
        .values(page.map(({ subscriptions: _, ...tenant }) => ({ ...of, ...tenant, lastSeenAt: sql`now()` })))
        .onConflictDoUpdate({
          target: customerKey,
          set: {
            name: sql`excluded.name`,
            tenantDomain: sql`excluded.tenant_domain`,
            active: sql`excluded.active`,
            lastSeenAt: sql`excluded.last_seen_at`,
          },
        })
        .returning({ id: customers.id, tenantId: customers.tenantId });
      const customerIds = new Map(stored.map((row) => [row.tenantId, row.id]));
      const held = page.flatMap((tenant) =>
        tenant.subscriptions.map((subscription) => ({
          orgId: of.orgId,
          programId: of.programId,
          customerId: customerIds.get(tenant.tenantId) ?? "",
          ...subscription,
          lastSeenAt: sql`now()`,
        })),
      );
      for (let from = 0; from < held.length; from += pageSize) {
        await tx
          .insert(subscriptions)
          .values(held.slice(from, from + pageSize))
          .onConflictDoUpdate({
            target: [subscriptions.orgId, subscriptions.programId, subscriptions.subscriptionId],
            set: {
              customerId: sql`excluded.customer_id`,
              sourceProductId: sql`excluded.source_product_id`,
              productName: sql`excluded.product_name`,
              active: sql`excluded.active`,
              usageBased: sql`excluded.usage_based`,
              billedAnnually: sql`excluded.billed_annually`,
              lastSeenAt: sql`excluded.last_seen_at`,
            },
          });
      }
    }
  });
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
