import { Decimal } from "decimal.js";
import type { OtherLineRow } from "@/db/queries/portal/other-lines";
import { formatMoney } from "@/lib/format/money";
import { formatQuantity } from "@/lib/format/number";

/** Why a line is probably billed twice, or that nothing says so. Pure. */
export function reasonWords({ rank, twin }: Pick<OtherLineRow, "rank" | "twin">): string {
  if (!twin || rank > 2) return "Looks like none of its subscriptions";
  const { product, quantity, sameSku, sameQuantity } = twin;
  if (rank === 2) return `As many as of ${product}, under another name`;
  const alike = sameSku ? `Has the SKU of ${product}` : `Reads like ${product}`;
  if (sameQuantity) return `${alike}, and bills as many`;
  return quantity === null ? alike : `${alike}, of which the invoice has ${formatQuantity(quantity)}`;
}

type Billed = Pick<OtherLineRow, "quantity" | "unitPrice" | "currency" | "cycleMonths">;

/** What a line comes to at its price, ex tax: "$240.00 a month"; a cycle of other length says so. Pure. */
export function billedWords({ quantity, unitPrice, currency, cycleMonths }: Billed): string {
  const amount = formatMoney(new Decimal(quantity).times(unitPrice).toFixed(), currency);
  if (cycleMonths === 1) return `${amount} a month`;
  if (cycleMonths === 12) return `${amount} a year`;
  return cycleMonths === null ? `${amount} per billing cycle` : `${amount} every ${cycleMonths} months`;
}
