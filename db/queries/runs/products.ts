import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { invoiceLines, invoices, mappings, productLinks, products, subscriptions } from "@/db/schema";

export type ProductToSync = Awaited<ReturnType<typeof listProductsToSync>>[number];

type OfSync = {
  orgId: string;
  programId: string;
  programSyncId: string;
  /** Whether what is billed by usage needs an item too. */
  usage: boolean;
};

/**
 * Products with their link. Mode in_use: those on invoices in force of customers whose sync is on, listed or not;
 * mode all: every listed product, and those that have a link.
 */
export async function listProductsToSync(db: Database, of: OfSync, mode: "all" | "in_use") {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        id: products.id,
        sourceProductId: products.sourceProductId,
        sku: products.sku,
        name: products.name,
        unitCost: products.unitCost,
        unitPrice: products.unitPrice,
        trial: products.trial,
        listed: products.listed,
        psaItemId: productLinks.psaItemId,
        linkOrigin: productLinks.origin,
        /** Time since it was linked; null: it is not. */
        linkAgeMs: sql`extract(epoch from clock_timestamp() - ${productLinks.syncedAt}) * 1000`.mapWith(
          Number,
        ),
      })
      .from(products)
      .leftJoin(
        productLinks,
        and(
          eq(productLinks.orgId, products.orgId),
          eq(productLinks.programSyncId, of.programSyncId),
          eq(productLinks.productId, products.id),
        ),
      )
      .where(
        and(
          eq(products.orgId, of.orgId),
          eq(products.programId, of.programId),
          mode === "all"
            ? sql`(${products.listed} or ${productLinks.psaItemId} is not null)`
            : inArray(products.sourceProductId, productsInUse(of)),
        ),
      )
      .orderBy(products.name, products.id),
  );
}

function productsInUse(of: OfSync) {
  return sql`(
    select ${subscriptions.sourceProductId} from ${subscriptions}
    join ${mappings} on ${mappings.orgId} = ${subscriptions.orgId}
      and ${mappings.customerId} = ${subscriptions.customerId}
      and ${mappings.programSyncId} = ${of.programSyncId} and ${mappings.enabled}
    join ${invoiceLines} on ${invoiceLines.orgId} = ${subscriptions.orgId}
      and ${invoiceLines.subscriptionId} = ${subscriptions.subscriptionId}
    join ${invoices} on ${invoices.orgId} = ${invoiceLines.orgId}
      and ${invoices.id} = ${invoiceLines.invoiceId} and ${invoices.state} = 'current'
    where ${subscriptions.orgId} = ${of.orgId} and ${subscriptions.programId} = ${of.programId}
      and (not ${subscriptions.usageBased} or ${of.usage})
  )`;
}

/** Products that customers in sync have on an invoice in force but that no price list ever named. */
export async function listUnknownProducts(db: Database, of: OfSync) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .selectDistinct({
        sourceProductId: subscriptions.sourceProductId,
        name: subscriptions.productName,
      })
      .from(subscriptions)
      .leftJoin(
        products,
        and(
          eq(products.orgId, subscriptions.orgId),
          eq(products.programId, subscriptions.programId),
          eq(products.sourceProductId, subscriptions.sourceProductId),
        ),
      )
      .where(
        and(
          eq(subscriptions.orgId, of.orgId),
          eq(subscriptions.programId, of.programId),
          sql`${products.id} is null`,
          inArray(subscriptions.sourceProductId, productsInUse(of)),
        ),
      )
      .orderBy(subscriptions.productName),
  );
}
