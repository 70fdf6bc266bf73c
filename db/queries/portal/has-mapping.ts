import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { mappings } from "@/db/schema";

/** Whether any customer of the organisation is mapped and synced. */
export async function hasMapping(db: Database, { orgId }: { orgId: string }): Promise<boolean> {
  const rows = await inOrg(db, orgId, (tx) =>
    tx
      .select({ customerId: mappings.customerId })
      .from(mappings)
      .where(and(eq(mappings.orgId, orgId), eq(mappings.enabled, true)))
      .limit(1),
  );
  return rows.length > 0;
}
