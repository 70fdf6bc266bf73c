import { and, eq, not, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findProductOfItem } from "@/db/queries/portal/product-link";
import { intents, productLinks } from "@/db/schema";
import { lockProductLinks } from "../lock-product-links";

type OfLink = { orgId: string; programSyncId: string; productId: string };

export type LinkResult =
  | { kind: "saved" }
  /** Another product has the item: two would overwrite each other's price there. */
  | { kind: "taken"; by: string }
  /** The link is not the one that the person saw. */
  | { kind: "overtaken" };

/** Links a product to the item that a person chose, if its link is still `seen` (null: there was none). */
export async function saveProductLink(
  tx: Transaction,
  of: OfLink & { seen: string | null },
  psaItemId: string,
): Promise<LinkResult> {
  const { seen, ...key } = of;
  await lockProductLinks(tx, key);
  const other = await findProductOfItem(tx, { ...key, psaItemId });
  if (other) return { kind: "taken", by: other.name };
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
  return { kind: saved.length > 0 ? "saved" : "overtaken" };
}

/**
 * Takes a product's link away, if it is still `seen`, and the PSA shows by now whatever item was found or made for the
 * product: it would be made twice. False: it is not so, and nothing was done.
 */
export async function clearProductLink(
  tx: Transaction,
  { seen, connectionId, ...key }: OfLink & { connectionId: string; seen: string },
): Promise<boolean> {
  const anHourAgo = sql`clock_timestamp() - interval '1 hour'`;
  // A person may have linked another item since, so that the link itself does not tell.
  const wasMade = sql`exists (
    select from ${intents} where ${intents.orgId} = ${key.orgId} and ${intents.connectionId} = ${connectionId}
      and ${intents.naturalKey} = ${`product:${key.productId}`} and ${intents.operation} = 'create_item'
      and ${intents.state} not in ('rejected', 'dropped') and coalesce(${intents.settledAt}, ${intents.createdAt}) > ${anHourAgo}
  )`;
  const settled = sql`${productLinks.syncedAt} < ${anHourAgo}`;
  const gone = await tx
    .delete(productLinks)
    .where(and(isLink(key, seen), or(eq(productLinks.origin, "person"), settled), not(wasMade)))
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
