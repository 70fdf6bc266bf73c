import type { DirectoryItem } from "@/db/queries/portal/psa-items";
import { links } from "@/lib/links";
import type { Offer } from "@/lib/offers";

/** What tells an item from others of the same name. Pure. */
export function itemFacts({ inactive, psaId, identifier, vendorSku }: DirectoryItem): string {
  return [
    inactive ? "inactive" : null,
    `id ${psaId}`,
    identifier || null,
    vendorSku ? `SKU ${vendorSku}` : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

type Around = { slug: string; productId: string; from: string | undefined };

/** An item as the search field of a product's page offers it. Pure. */
export function itemOffer(item: DirectoryItem, { slug, productId, from }: Around): Offer {
  return {
    id: item.psaId,
    label: item.name,
    note: itemFacts(item),
    href: links.product(slug, productId, { item: item.psaId, from }),
  };
}
