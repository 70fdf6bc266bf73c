import type { DecimalText } from "@/lib/values";
import { isAlikeProduct } from "./alike-product";

/** A subscription of a customer that is mapped to the line's agreement; `quantity` as on its newest invoice. */
export type HeldProduct = {
  customerId: string;
  product: string;
  sku: string | null;
  quantity: DecimalText | null;
};

type Line = { name: string; sku: string | null; quantity: DecimalText };

export type FoundTwin = {
  rank: number;
  twin: (Omit<HeldProduct, "sku"> & { sameSku: boolean; sameQuantity: boolean }) | null;
};

/**
 * The subscription that a line probably bills as well: of one product by SKU or by name, the same quantity first. `rank`: 0
 * for product and quantity, 1 for the product, 2 for nothing but a quantity of more than one, 3 for nothing. Pure.
 */
export function likelyTwin(line: Line, held: readonly HeldProduct[]): FoundTwin {
  const found = held.map(({ sku, ...one }) => {
    const sameSku = sku !== null && sku !== "" && (line.sku === sku || line.name.includes(sku));
    const sameQuantity = one.quantity !== null && Number(one.quantity) === Number(line.quantity);
    const sameProduct = sameSku || isAlikeProduct(line.name, one.product);
    const onlyQuantity = sameQuantity && Number(line.quantity) > 1;
    const rank = sameProduct ? (sameQuantity ? 0 : 1) : onlyQuantity ? 2 : 3;
    return { rank, twin: { ...one, sameSku, sameQuantity } };
  });
  const [best] = found.sort((a, b) => a.rank - b.rank);
  return best && best.rank < 3 ? best : { rank: 3, twin: null };
}
