import { and, asc, eq, ilike } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { containsPattern } from "@/db/queries/portal/like-pattern";
import { customers, mappings } from "@/db/schema";

/** Customers of a program sync that are mapped and switched on, by name, whose name holds the words. */
export async function searchMappedCustomers(
  db: Database,
  of: { orgId: string; programSyncId: string; search: string; limit: number },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({ customerId: customers.id, name: customers.name })
      .from(mappings)
      .innerJoin(customers, and(eq(customers.orgId, mappings.orgId), eq(customers.id, mappings.customerId)))
      .where(
        and(
          eq(mappings.orgId, of.orgId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.enabled, true),
          of.search ? ilike(customers.name, containsPattern(of.search)) : undefined,
        ),
      )
      .orderBy(asc(customers.name), asc(customers.id))
      .limit(of.limit),
  );
}
