import { and, eq, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { productLinks, products, psaItems } from "@/db/schema";

export type OfProduct = {
  orgId: string;
  programId: string;
  programSyncId: string;
  connectionId: string;
  productId: string;
};

/** A product of the program with its link and the item's name as the directory has it; null: not of this program. */
export async function findProductLink(tx: Transaction, of: OfProduct) {
  const [found] = await tx
    .select({
      name: products.name,
      sku: products.sku,
      unitCost: products.unitCost,
      unitPrice: products.unitPrice,
      listed: products.listed,
      trial: products.trial,
      link: {
        psaItemId: productLinks.psaItemId,
        origin: productLinks.origin,
        syncedAt: productLinks.syncedAt,
      },
      item: { name: psaItems.name, inactive: psaItems.inactive },
    })
    .from(products)
    .leftJoin(
      productLinks,
      and(
        eq(productLinks.orgId, of.orgId),
        eq(productLinks.programSyncId, of.programSyncId),
        eq(productLinks.productId, products.id),
      ),
    )
    .leftJoin(
      psaItems,
      and(
        eq(psaItems.orgId, of.orgId),
        eq(psaItems.connectionId, of.connectionId),
        eq(psaItems.psaId, productLinks.psaItemId),
      ),
    )
    .where(
      and(eq(products.orgId, of.orgId), eq(products.programId, of.programId), eq(products.id, of.productId)),
    );
  return found ?? null;
}

/** The other product of a program sync that is linked to an item: two would overwrite each other's price there. */
export async function findProductOfItem(
  tx: Transaction,
  of: Pick<OfProduct, "orgId" | "programSyncId" | "productId"> & { psaItemId: string },
) {
  const [other] = await tx
    .select({ name: products.name })
    .from(productLinks)
    .innerJoin(products, and(eq(products.orgId, productLinks.orgId), eq(products.id, productLinks.productId)))
    .where(
      and(
        eq(productLinks.orgId, of.orgId),
        eq(productLinks.programSyncId, of.programSyncId),
        eq(productLinks.psaItemId, of.psaItemId),
        ne(productLinks.productId, of.productId),
      ),
    )
    .limit(1);
  return other ?? null;
}
