import { notFound } from "next/navigation";
import { z } from "zod";
import { inOrg } from "@/db/client";
import { portalDatabase } from "@/db/portal";
import { findProductLink } from "@/db/queries/portal/product-link";
import type { OfProgramSync } from "@/db/queries/portal/program-customers";
import { findPsaItem, listItemsOfSku, searchPsaItems } from "@/db/queries/portal/psa-items";
import { cameFromWord } from "@/lib/came-from";

const mostFound = 20;

export const productQuery = z.object({
  q: z.string().trim().max(200).catch(""),
  item: z.string().max(50).optional().catch(undefined),
  from: cameFromWord.optional().catch(undefined),
});

/** All that the page of a product shows; not found for a product of another program or organisation. */
export async function loadProduct(
  of: OfProgramSync,
  productId: string,
  query: z.output<typeof productQuery>,
) {
  if (!z.uuid().safeParse(productId).success) notFound();
  const db = portalDatabase();
  const { product, chosen } = await inOrg(db, of.orgId, async (tx) => ({
    product: await findProductLink(tx, { ...of, productId }),
    chosen: query.item ? await findPsaItem(tx, { ...of, psaId: query.item }) : null,
  }));
  if (!product) notFound();
  const found =
    query.q === "" ? null : await searchPsaItems(db, { ...of, search: query.q, limit: mostFound + 1 });
  const { sku } = product;
  return {
    product,
    /** The item that the address names. */
    chosen,
    found: found && { rows: found.slice(0, mostFound), more: found.length > mostFound },
    sameSku: sku === null ? [] : await listItemsOfSku(db, { ...of, sku, limit: mostFound }),
  };
}

export type LoadedProduct = Awaited<ReturnType<typeof loadProduct>>;
