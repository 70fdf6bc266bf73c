import { Decimal } from "decimal.js";
import { addDays, countDays, daysInMonth } from "@/sandbox/world/plain-dates";
import type { BilledDays } from "../months/prism-desk";
import type { HeldLine } from "../months/psa-books";
import { prices } from "./generated-customer";
import { invoicedOn, type Phase } from "./invoiced-days";
import type { Placed } from "./place-customers";

/** What the PSA and the invoices say of days, as texts that are equal when the PSA bills what was invoiced. */

/** Every day from the first to the end of January, which lies well after the newest invoice. */
export function daysFrom(first: string): string[] {
  return Array.from({ length: countDays(first, "2027-01-31") }, (_, i) => addDays(first, i));
}

type Entry = { of: string; quantity: string; unitCost: string | null; unitPrice: string | null };

export function wantedText({ generated, subscriptionIds }: Placed, names: Naming, phase: Phase, day: string) {
  const entries = generated.subscriptions.flatMap((subscription, i) => {
    const row = invoicedOn(subscription, phase, day);
    if (!row) return [];
    return [
      { of: names(subscriptionIds[i] ?? "", subscription.product), ...ownedOf(row, generated.strategy) },
    ];
  });
  return describe(entries);
}

/** What a line of the PSA is told apart by: the subscription in ConnectWise, the product in Autotask. */
export type Naming = (subscriptionId: string, product: 0 | 1) => string;

export function heldText({ generated }: Placed, held: HeldLine[], day: string): string {
  const lines = held.filter(
    ({ what, from, to, quantity }) =>
      what === "line" && from <= day && (to === null || day <= to) && Number(quantity) !== 0,
  );
  return describe(
    lines.map((line) => {
      const { quantity } = line;
      return {
        of: line.reference ?? line.name,
        ...ownedOf({ quantity, ...pricesOf(line) }, generated.strategy),
      };
    }),
  );
}

type Owned = Omit<Entry, "of">;

function ownedOf(
  { quantity, unitCost, unitPrice }: Pick<BilledDays, "quantity" | "unitCost" | "unitPrice">,
  strategy: Placed["generated"]["strategy"],
): Owned {
  return {
    quantity,
    unitCost: strategy === "quantity_only" ? null : new Decimal(unitCost).toString(),
    unitPrice: strategy === "cost_and_retail" ? new Decimal(unitPrice).toString() : null,
  };
}

function describe(entries: Entry[]): string {
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

/** Where the PSA shows only what the days of a row come to, the generated price that comes to just that. */
function pricesOf({ quantity, ofOne, ofRow, from, to }: HeldLine): { unitCost: string; unitPrice: string } {
  if (ofOne) return { unitCost: ofOne.cost, unitPrice: ofOne.price };
  const share = new Decimal(countDays(from, to ?? from)).div(daysInMonth(from)).times(quantity);
  const find = (field: "unitCost" | "unitPrice", amount: string | undefined) =>
    prices.find((pair) => share.times(pair[field]).toFixed(2) === amount)?.[field] ?? "0";
  return { unitCost: find("unitCost", ofRow?.cost), unitPrice: find("unitPrice", ofRow?.price) };
}
