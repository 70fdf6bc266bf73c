import { and, eq, inArray, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { agreementLines, positions, productLinks, products, subscriptions } from "@/db/schema";
import type { OfSync } from "./bills";

export type Position = Awaited<ReturnType<typeof listPositions>>[number];

/**
 * Where these customers' keys stand, with what is known of the subscription behind each; also where it stood while PRISM
 * named the subscription under another customer.
 */
export async function listPositions(tx: Transaction, of: OfSync & { customerIds: string[] }) {
  return tx
    .select({
      key: positions.key,
      customerId: positions.customerId,
      /** Whose the subscription is now; null: the key is of none. */
      holderId: subscriptions.customerId,
      confirmedThrough: positions.confirmedThrough,
      confirmedBefore: positions.confirmedBefore,
      runId: positions.runId,
      confirmed: positions.confirmed,
      open: positions.open,
      outstanding: positions.outstanding,
      active: subscriptions.active,
      productName: subscriptions.productName,
      productId: products.id,
      sku: products.sku,
      productListed: products.listed,
      psaItemId: productLinks.psaItemId,
    })
    .from(positions)
    .leftJoin(
      subscriptions,
      and(
        eq(subscriptions.orgId, positions.orgId),
        eq(subscriptions.programId, of.programId),
        eq(subscriptions.subscriptionId, positions.subscriptionId),
      ),
    )
    .leftJoin(
      products,
      and(
        eq(products.orgId, positions.orgId),
        eq(products.programId, of.programId),
        eq(products.sourceProductId, subscriptions.sourceProductId),
      ),
    )
    .leftJoin(
      productLinks,
      and(
        eq(productLinks.orgId, positions.orgId),
        eq(productLinks.programSyncId, of.programSyncId),
        eq(productLinks.productId, products.id),
      ),
    )
    .where(
      and(
        eq(positions.orgId, of.orgId),
        eq(positions.programSyncId, of.programSyncId),
        eq(positions.kind, "customers"),
        or(
          inArray(positions.customerId, of.customerIds),
          sql`${positions.subscriptionId} = any(array(${heldBy(tx, of)}))`,
        ),
      ),
    );
}

function heldBy(tx: Transaction, { orgId, programId, customerIds }: OfSync & { customerIds: string[] }) {
  return tx
    .select({ subscriptionId: subscriptions.subscriptionId })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.orgId, orgId),
        eq(subscriptions.programId, programId),
        inArray(subscriptions.customerId, customerIds),
      ),
    );
}

export type StoredLine = Awaited<ReturnType<typeof listStoredLines>>[number];

/**
 * The PSA lines (and charges) that we remember as ours on these agreements, and those of these keys wherever they are,
 * with the time since we last wrote each.
 */
export async function listStoredLines(
  db: Database,
  of: { orgId: string; connectionId: string; psaAgreementIds: string[]; keys: string[] },
) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        psaAgreementId: agreementLines.psaAgreementId,
        psaLineId: agreementLines.psaLineId,
        key: agreementLines.key,
        ageMs:
          sql<number>`extract(epoch from clock_timestamp() - ${agreementLines.updatedAt}) * 1000`.mapWith(
            Number,
          ),
      })
      .from(agreementLines)
      .where(
        and(
          eq(agreementLines.orgId, of.orgId),
          eq(agreementLines.connectionId, of.connectionId),
          or(
            inArray(agreementLines.psaAgreementId, of.psaAgreementIds),
            inArray(agreementLines.key, of.keys),
          ),
        ),
      ),
  );
}
