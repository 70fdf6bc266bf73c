import { shortMonths } from "@/lib/format/billing-date";
import type { IsoDate } from "@/lib/values";

/** What the PSAs take at most. */
const longest = 100;

/** What the customer reads: "Usage Sep 2026 – Azure plan". */
export function chargeName(what: string, usageStart: IsoDate, productName: string): string {
  const month = shortMonths[Number(usageStart.slice(5, 7)) - 1] ?? "";
  const name = `${what} ${month} ${usageStart.slice(0, 4)} – ${productName}`;
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}
