import { and, eq, exists, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
import { customers } from "@/db/schema";

/** The contract agreement of a customer whose tenant is another customer's of the program, too; null: it is alone. */
export function sharedTenantAgreement(tx: Transaction) {
  const other = alias(customers, "same_tenant");
  const another = tx
    .select({ one: sql`1` })
    .from(other)
    .where(
      and(
        eq(other.orgId, customers.orgId),
        eq(other.programId, customers.programId),
        eq(other.tenantId, customers.tenantId),
        ne(other.id, customers.id),
      ),
    );
  return sql<string | null>`case when ${exists(another)} then ${customers.contractAgreementId} end`;
}
