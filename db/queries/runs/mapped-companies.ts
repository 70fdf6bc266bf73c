import { and, eq, isNotNull, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type Database, inOrg } from "@/db/client";
import { customers, mappings, psaCompanies } from "@/db/schema";

/**
 * The companies of customers in sync that are out of use, or of whose name the PSA has another one in use, by its
 * cached directory; a row for each namesake, at least one for each customer.
 */
export async function listDoubtfulMappings(
  db: Database,
  of: { orgId: string; programSyncId: string; connectionId: string },
) {
  const namesakes = alias(psaCompanies, "namesakes");
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        customerId: customers.id,
        customer: customers.name,
        id: psaCompanies.psaId,
        name: psaCompanies.name,
        inactive: psaCompanies.inactive,
        otherId: namesakes.psaId,
        otherName: namesakes.name,
      })
      .from(mappings)
      .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
      .innerJoin(
        psaCompanies,
        and(
          eq(psaCompanies.orgId, mappings.orgId),
          eq(psaCompanies.connectionId, of.connectionId),
          eq(psaCompanies.psaId, mappings.psaCompanyId),
        ),
      )
      .leftJoin(
        namesakes,
        and(
          eq(namesakes.orgId, mappings.orgId),
          eq(namesakes.connectionId, of.connectionId),
          eq(namesakes.inactive, false),
          ne(namesakes.psaId, psaCompanies.psaId),
          sql`lower(${namesakes.name}) = lower(${psaCompanies.name})`,
        ),
      )
      .where(
        and(
          eq(mappings.orgId, of.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.enabled, true),
          or(eq(psaCompanies.inactive, true), isNotNull(namesakes.psaId)),
        ),
      )
      .orderBy(customers.name, customers.id, namesakes.psaId),
  );
}
