import { and, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { productLinks, products } from "@/db/schema";
import { groupBy } from "@/lib/group-by";

/** By the PSA's item, the products of a program sync that are linked to it, in use or not. */
export async function listItemOwners(db: Database, of: { orgId: string; programSyncId: string }) {
  const rows = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaItemId: productLinks.psaItemId,
        productId: productLinks.productId,
        name: products.name,
      })
      .from(productLinks)
      .innerJoin(
        products,
        and(eq(products.orgId, productLinks.orgId), eq(products.id, productLinks.productId)),
      )
      .where(and(eq(productLinks.orgId, of.orgId), eq(productLinks.programSyncId, of.programSyncId))),
  );
  return groupBy(rows, (row) => row.psaItemId);
}
