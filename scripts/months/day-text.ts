import { Decimal } from "decimal.js";
import type { pricingStrategies } from "@/db/schema";
import { countDays, daysInMonth } from "@/sandbox/world/plain-dates";
import type { BilledDays } from "./prism-desk";
import type { HeldLine } from "./psa-books";

/** What somebody says of a day, as a text that is equal where the PSA bills what was invoiced. */

export type Strategy = (typeof pricingStrategies)[number];

/** Of one unit for a whole month. */
export type Prices = { unitCost: string; unitPrice: string };

export type DayEntry = { of: string; quantity: string; unitCost: string | null; unitPrice: string | null };

/** Only what the pricing strategy owns is compared. */
export function dayEntry(
  of: string,
  { quantity, unitCost, unitPrice }: Pick<BilledDays, "quantity" | "unitCost" | "unitPrice">,
  strategy: Strategy,
): DayEntry {
  return {
    of,
    quantity,
    unitCost: strategy === "quantity_only" ? null : new Decimal(unitCost).toString(),
    unitPrice: strategy === "cost_and_retail" ? new Decimal(unitPrice).toString() : null,
  };
}

/** What the PSA's lines hold on a day; `known`: prices among which one is found that the PSA does not show. */
export function heldEntries(held: HeldLine[], day: string, strategy: Strategy, known: readonly Prices[]) {
  return held
    .filter(
      ({ what, from, to, quantity }) =>
        what === "line" && from <= day && (to === null || day <= to) && Number(quantity) !== 0,
    )
    .map((line) =>
      dayEntry(line.reference ?? line.name, { quantity: line.quantity, ...pricesOf(line, known) }, strategy),
    );
}

/** Quantities of the same thing at the same prices are added up. */
export function describeDay(entries: DayEntry[]): string {
  const sums = new Map<string, Decimal>();
  for (const { of, quantity, unitCost, unitPrice } of entries) {
    const key = `${of} at ${unitCost} and ${unitPrice}`;
    sums.set(key, (sums.get(key) ?? new Decimal(0)).plus(quantity));
  }
  return [...sums]
    .map(([key, sum]) => `${sum} ${key}`)
    .sort()
    .join(" + ");
}

/** Where the PSA shows only what the days of a row come to, the known price that comes to just that. */
function pricesOf({ quantity, ofOne, ofRow, from, to }: HeldLine, known: readonly Prices[]): Prices {
  if (ofOne) return { unitCost: ofOne.cost, unitPrice: ofOne.price };
  const share = new Decimal(countDays(from, to ?? from)).div(daysInMonth(from)).times(quantity);
  const find = (field: keyof Prices, amount: string | undefined) =>
    known.find((pair) => share.times(pair[field]).toFixed(2) === amount)?.[field] ?? "0";
  return { unitCost: find("unitCost", ofRow?.cost), unitPrice: find("unitPrice", ofRow?.price) };
}
