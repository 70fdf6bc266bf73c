import { sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { productLinks } from "@/db/schema";

export type ProductLinkRow = Pick<typeof productLinks.$inferInsert, "productId" | "psaItemId" | "origin">;

/** Remembers which PSA items the products are linked to. */
export async function recordProductLinks(
  db: Database,
  of: { orgId: string; programSyncId: string },
  links: ProductLinkRow[],
): Promise<void> {
  if (links.length === 0) return;
  await inOrg(db, of.orgId, (tx) =>
    tx
      .insert(productLinks)
      .values(links.map((link) => ({ ...of, ...link, syncedAt: sql`now()` })))
      .onConflictDoUpdate({
        target: [productLinks.orgId, productLinks.programSyncId, productLinks.productId],
        set: { psaItemId: sql`excluded.psa_item_id`, origin: sql`excluded.origin`, syncedAt: sql`now()` },
      }),
  );
}
