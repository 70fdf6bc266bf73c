import { and, eq, inArray, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { lockProductLinks } from "@/db/commands/lock-product-links";
import { productLinks } from "@/db/schema";

export type ProductLinkRow = Pick<typeof productLinks.$inferInsert, "productId" | "psaItemId" | "origin"> & {
  /** The item that it was linked to when the run looked; null: none. */
  seen: string | null;
};

type OfSync = { orgId: string; programSyncId: string };

/**
 * Remembers which PSA items the products are linked to. What a person has linked by hand since the run looked stays, and
 * an item that another product was given meanwhile is its own.
 */
export async function recordProductLinks(db: Database, of: OfSync, links: ProductLinkRow[]): Promise<void> {
  if (links.length === 0) return;
  await inOrg(db, of.orgId, async (tx) => {
    await lockProductLinks(tx, of);
    const standing = await listStanding(tx, of, links);
    const free = links.filter((link) => !standing.some((one) => stands(one, link)));
    if (free.length === 0) return;
    await tx
      .insert(productLinks)
      .values(free.map(({ seen: _, ...link }) => ({ ...of, ...link, syncedAt: sql`now()` })))
      .onConflictDoUpdate({
        target: [productLinks.orgId, productLinks.programSyncId, productLinks.productId],
        set: { psaItemId: sql`excluded.psa_item_id`, origin: sql`excluded.origin`, syncedAt: sql`now()` },
      });
  });
}

type Standing = Omit<ProductLinkRow, "seen">;

async function listStanding(tx: Transaction, of: OfSync, links: ProductLinkRow[]): Promise<Standing[]> {
  const { productId, psaItemId, origin } = productLinks;
  return tx
    .select({ productId, psaItemId, origin })
    .from(productLinks)
    .where(
      and(
        eq(productLinks.orgId, of.orgId),
        eq(productLinks.programSyncId, of.programSyncId),
        or(
          inArray(
            productId,
            links.map((link) => link.productId),
          ),
          inArray(
            psaItemId,
            links.map((link) => link.psaItemId),
          ),
        ),
      ),
    );
}

/** Whether a link stands in the way of a new one. */
function stands(one: Standing, link: ProductLinkRow): boolean {
  if (one.productId !== link.productId) return one.psaItemId === link.psaItemId;
  return one.origin === "person" && one.psaItemId !== link.seen && one.psaItemId !== link.psaItemId;
}
