import { and, eq, ilike, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { type KeysetPage, keysetOf, type PageCursor, pageOf } from "@/db/queries/portal/keyset";
import { containsPattern } from "@/db/queries/portal/like-pattern";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { productLinks, products } from "@/db/schema";

export const productFilters = ["all", "linked", "unlinked", "gone"] as const;
export type ProductFilter = (typeof productFilters)[number];

type ProductPageRequest = OfProgramSync & {
  search: string;
  filter: ProductFilter;
  cursor: PageCursor | null;
  limit: number;
};

export type ProductRow = {
  productId: string;
  name: string;
  sku: string | null;
  unitCost: string;
  unitPrice: string;
  trial: boolean;
  listed: boolean;
  link: { psaItemId: string; origin: "sku" | "created" | "person"; syncedAt: Date } | null;
  sortKey: string[];
};

const sortKey = [
  { of: sql`${products.name}`, type: "text" as const },
  { of: sql`${products.id}`, type: "uuid" as const },
];

/** A page of a program's price list by name, with the PSA item that each product is linked to. */
export async function listProgramProducts(
  db: Database,
  request: ProductPageRequest,
): Promise<KeysetPage<ProductRow>> {
  const keyset = keysetOf(sortKey, request.cursor);
  const rows = await inOrg(db, request.orgId, (tx) =>
    tx
      .select({
        productId: products.id,
        name: products.name,
        sku: products.sku,
        unitCost: products.unitCost,
        unitPrice: products.unitPrice,
        trial: products.trial,
        listed: products.listed,
        link: {
          psaItemId: productLinks.psaItemId,
          origin: productLinks.origin,
          syncedAt: productLinks.syncedAt,
        },
        sortKey: sql<string[]>`array[${products.name}, ${products.id}::text]`,
      })
      .from(products)
      .leftJoin(productLinks, linkOf(request))
      .where(and(ofProgram(request), found(request.search), filterOf(request.filter), keyset.where))
      .orderBy(...keyset.orderBy)
      .limit(request.limit + 1),
  );
  return pageOf(rows, request.limit, request.cursor);
}

const ofProgram = (of: OfProgramSync) =>
  and(eq(products.orgId, of.orgId), eq(products.programId, of.programId));

const linkOf = (of: OfProgramSync) =>
  and(
    eq(productLinks.orgId, of.orgId),
    eq(productLinks.programSyncId, of.programSyncId),
    eq(productLinks.productId, products.id),
  );

function found(search: string): SQL | undefined {
  if (search === "") return undefined;
  const pattern = containsPattern(search);
  return or(ilike(products.name, pattern), ilike(products.sku, pattern));
}

function filterOf(filter: ProductFilter): SQL | undefined {
  if (filter === "linked") return isNotNull(productLinks.psaItemId);
  if (filter === "unlinked") return and(isNull(productLinks.psaItemId), eq(products.listed, true));
  return filter === "gone" ? eq(products.listed, false) : undefined;
}

/** How many products each filter shows. */
export async function countProgramProducts(db: Database, of: OfProgramSync & { search: string }) {
  const [counts] = await inOrg(db, of.orgId, (tx) =>
    tx
      .select({
        all: sql<number>`count(*)::int`,
        linked: sql<number>`count(${productLinks.psaItemId})::int`,
        unlinked: sql<number>`(count(*) filter (where ${productLinks.psaItemId} is null and ${products.listed}))::int`,
        gone: sql<number>`(count(*) filter (where not ${products.listed}))::int`,
      })
      .from(products)
      .leftJoin(productLinks, linkOf(of))
      .where(and(ofProgram(of), found(of.search))),
  );
  return counts ?? { all: 0, linked: 0, unlinked: 0, gone: 0 };
}
