import { and, asc, eq, ilike, or, sql } from "drizzle-orm";
import { type Database, inOrg, type Transaction } from "@/db/client";
import { containsPattern } from "@/db/queries/portal/like-pattern";
import { psaItems } from "@/db/schema";

type OfConnection = { orgId: string; connectionId: string };

export type DirectoryItem = NonNullable<Awaited<ReturnType<typeof findPsaItem>>>;

const columns = {
  psaId: psaItems.psaId,
  identifier: psaItems.identifier,
  name: psaItems.name,
  vendorSku: psaItems.vendorSku,
  inactive: psaItems.inactive,
};

const ofConnection = (of: OfConnection) =>
  and(eq(psaItems.orgId, of.orgId), eq(psaItems.connectionId, of.connectionId));

const inUseFirst = [asc(psaItems.inactive), asc(psaItems.name), asc(psaItems.psaId)];

/** Items of the cached directory whose name, identifier, vendor SKU or id holds the words; those in use first. */
export async function searchPsaItems(db: Database, of: OfConnection & { search: string; limit: number }) {
  const pattern = containsPattern(of.search);
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select(columns)
      .from(psaItems)
      .where(
        and(
          ofConnection(of),
          or(
            ilike(psaItems.name, pattern),
            ilike(psaItems.identifier, pattern),
            ilike(psaItems.vendorSku, pattern),
            eq(psaItems.psaId, of.search),
          ),
        ),
      )
      .orderBy(sql`${psaItems.psaId} <> ${of.search}`, ...inUseFirst)
      .limit(of.limit),
  );
}

/** Items with this very vendor SKU: what a products sync would find, and more than one is a doubt. */
export async function listItemsOfSku(db: Database, of: OfConnection & { sku: string; limit: number }) {
  return inOrg(db, of.orgId, (tx) =>
    tx
      .select(columns)
      .from(psaItems)
      .where(and(ofConnection(of), eq(psaItems.vendorSku, of.sku)))
      .orderBy(...inUseFirst)
      .limit(of.limit),
  );
}

/** An item of the cached directory; null: not there (any more). */
export async function findPsaItem(tx: Transaction, of: OfConnection & { psaId: string }) {
  const [item] = await tx
    .select(columns)
    .from(psaItems)
    .where(and(ofConnection(of), eq(psaItems.psaId, of.psaId)));
  return item ?? null;
}
