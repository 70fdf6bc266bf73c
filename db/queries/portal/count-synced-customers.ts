import { and, count, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mappings } from "@/db/schema";

/** How many customers of a program sync are mapped and switched on. */
export async function countSyncedCustomers(
  tx: Transaction,
  of: { orgId: string; programSyncId: string },
): Promise<number> {
  const [row] = await tx
    .select({ customers: count() })
    .from(mappings)
    .where(
      and(
        eq(mappings.orgId, of.orgId),
        eq(mappings.programSyncId, of.programSyncId),
        eq(mappings.enabled, true),
      ),
    );
  return row?.customers ?? 0;
}
