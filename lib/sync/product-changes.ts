/** What a products sync does with an item of the PSA, as its record names it. */
export const productChanges = ["create", "recreate", "link", "reprice"] as const;
export type ProductChange = (typeof productChanges)[number];

const words: Record<ProductChange, string> = {
  create: "new in the PSA",
  recreate: "made anew: it was deleted",
  link: "linked by its SKU",
  reprice: "cost or price changes",
};

/** In a few words, at the start of a filter or below an outcome; null: the text is no such change. */
export function productChangeWords(change: string | null): string | null {
  const known = productChanges.find((one) => one === change);
  return known ? words[known] : null;
}
