import type { linkOrigins } from "@/db/schema";

/** How a link came about. */
export const originWords: Record<(typeof linkOrigins)[number], string> = {
  sku: "found by its SKU",
  created: "created by us",
  person: "chosen by a person",
};
