import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import {
  invoiceLines,
  invoices,
  mappings,
  positions,
  productLinks,
  products,
  subscriptions,
} from "@/db/schema";

/**
 * Whether an invoice in force bills an enabled customer something that has no item in the PSA and that no products run
 * of this program sync has ever looked at. `usage`: what is billed by usage needs an item, too.
 */
export async function hasUntriedProducts(
  db: Database,
  of: { orgId: string; programId: string; programSyncId: string; usage: boolean },
): Promise<boolean> {
  return inOrg(db, of.orgId, async (tx) => {
    const tried = tx
      .select({ one: sql`1` })
      .from(positions)
      .where(
        and(
          eq(positions.orgId, of.orgId),
          eq(positions.programSyncId, of.programSyncId),
          eq(positions.kind, "products"),
          sql`${positions.key} in ('product:' || ${products.id}, 'product:' || ${subscriptions.sourceProductId})`,
        ),
      );
    const billed = sql`exists (
      select from ${invoiceLines} join ${invoices} on ${invoices.orgId} = ${invoiceLines.orgId}
        and ${invoices.id} = ${invoiceLines.invoiceId} and ${invoices.state} = 'current'
        and ${invoices.programId} = ${of.programId}
      where ${invoiceLines.orgId} = ${of.orgId} and ${invoiceLines.subscriptionId} = ${subscriptions.subscriptionId}
        and ${invoices.periodStart} >= ${mappings.beginFrom}
    )`;
    const found = await tx
      .select({ one: sql`1` })
      .from(subscriptions)
      .innerJoin(
        mappings,
        and(
          eq(mappings.orgId, subscriptions.orgId),
          eq(mappings.customerId, subscriptions.customerId),
          eq(mappings.programSyncId, of.programSyncId),
          eq(mappings.enabled, true),
        ),
      )
      .leftJoin(
        products,
        and(
          eq(products.orgId, subscriptions.orgId),
          eq(products.programId, of.programId),
          eq(products.sourceProductId, subscriptions.sourceProductId),
        ),
      )
      .leftJoin(
        productLinks,
        and(
          eq(productLinks.orgId, subscriptions.orgId),
          eq(productLinks.programSyncId, of.programSyncId),
          eq(productLinks.productId, products.id),
        ),
      )
      .where(
        and(
          eq(subscriptions.orgId, of.orgId),
          eq(subscriptions.programId, of.programId),
          isNull(productLinks.psaItemId),
          of.usage ? undefined : eq(subscriptions.usageBased, false),
          notExists(tried),
          billed,
        ),
      )
      .limit(1);
    return found.length > 0;
  });
}
