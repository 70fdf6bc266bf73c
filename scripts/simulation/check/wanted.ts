import { Decimal } from "decimal.js";
import { addDays, countDays, lastDayOf } from "@/sandbox/world/plain-dates";
import { priceList, usageMonths } from "../schedule/world-plan";
import type { Prism, Subscription } from "../world/prism";

/** Every day that is looked at; the newest invoice that may come is of December. */
const days = Array.from({ length: countDays("2026-10-01", "2027-02-28") }, (_, i) =>
  addDays("2026-10-01", i),
);

export type Held = { quantity: string; unitCost: string; unitPrice: string };

/** What the invoices say of a day, written without the product's code: the row that covers it, or the last one carried on. */
export function wantedOn({ invoiced }: Prism, { months }: Subscription, day: string): Held | null {
  const rows = months.slice(0, invoiced).flat();
  const end = lastDayOf(usageMonths[invoiced - 1] ?? "");
  const row = day <= end ? rows.find(({ from, to }) => from <= day && day <= to) : rows.at(-1);
  return row ? { quantity: row.quantity, ...priceList[row.price] } : null;
}

/** Equal texts bill the same. */
export function textOf(held: Held[]): string {
  const sums = new Map<string, Decimal>();
  for (const { quantity, unitCost, unitPrice } of held) {
    if (Number(quantity) === 0) continue;
    const key = `at ${new Decimal(unitCost).toFixed(2)} and ${new Decimal(unitPrice).toFixed(2)}`;
    sums.set(key, (sums.get(key) ?? new Decimal(0)).plus(quantity));
  }
  return [...sums]
    .map(([key, sum]) => `${sum} ${key}`)
    .sort()
    .join(" + ");
}

/** The days from the first on which two differ, in a few words. */
export function differences(wanted: (day: string) => string, held: (day: string) => string, first = "") {
  const different = days.flatMap((day) => {
    const [a, b] = [wanted(day), held(day)];
    return a === b || day < first ? [] : [{ day, wanted: a, held: b }];
  });
  return { count: different.length, first: different.slice(0, 2), last: different.at(-1) };
}
