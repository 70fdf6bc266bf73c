import { and, eq, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { productLinks } from "@/db/schema";

type OfLink = { orgId: string; programSyncId: string; productId: string };

/**
 * Links a product to the item that a person chose, if its link is still `seen` (null: there was none). False: it is not,
 * and nothing was done.
 */
export async function saveProductLink(
  tx: Transaction,
  of: OfLink & { seen: string | null },
  psaItemId: string,
): Promise<boolean> {
  const { seen, ...key } = of;
  const link = { psaItemId, origin: "person" as const, syncedAt: sql`now()` };
  const saved =
    seen === null
      ? await tx
          .insert(productLinks)
          .values({ ...key, ...link })
          .onConflictDoNothing()
          .returning({ productId: productLinks.productId })
      : await tx
          .update(productLinks)
          .set(link)
          .where(isLink(key, seen))
          .returning({ productId: productLinks.productId });
  return saved.length > 0;
}

/**
 * Takes a product's link away, if it is still `seen` and not so fresh that the PSA may not show the item yet: it would be
 * made twice. False: it is not, and nothing was done.
 */
export async function clearProductLink(
  tx: Transaction,
  { seen, ...key }: OfLink & { seen: string },
): Promise<boolean> {
  const settled = sql`${productLinks.syncedAt} < clock_timestamp() - interval '1 hour'`;
  const gone = await tx
    .delete(productLinks)
    .where(and(isLink(key, seen), or(eq(productLinks.origin, "person"), settled)))
    .returning({ productId: productLinks.productId });
  return gone.length > 0;
}

function isLink(of: OfLink, psaItemId: string) {
  return and(
    eq(productLinks.orgId, of.orgId),
    eq(productLinks.programSyncId, of.programSyncId),
    eq(productLinks.productId, of.productId),
    eq(productLinks.psaItemId, psaItemId),
  );
}
