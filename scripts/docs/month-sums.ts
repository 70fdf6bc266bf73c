import { Decimal } from "decimal.js";
import { lastDayOf } from "@/sandbox/world/plain-dates";
import { invoiceRow } from "../months/prism-desk";
import type { Played } from "./play-months";
import { products, type WorkedMonth, workedMonths } from "./worked-months";

/** Decimals as text, in cents. */
export type Sums = { cost: string; price: string };

/** The rows of PRISM's invoice for the month that is shown. */
export function invoiceRows({ subscriptions }: WorkedMonth) {
  return subscriptions.flatMap(({ product, shown }, i) =>
    shown.map(({ says, ...days }) =>
      invoiceRow(`subscription ${i + 1}`, says ?? products[product].says, days),
    ),
  );
}

export function sumInvoice(month: WorkedMonth): Sums {
  const rows = invoiceRows(month);
  return sum(rows.map(({ subTotal, subTotalRrp }) => ({ cost: subTotal, price: subTotalRrp })));
}

/** What the PSA bills for the month, whenever it does: the lines' days that end with it, and the charges. */
export function sumBilled({ billed }: Played): Sums {
  const lastDay = lastDayOf(workedMonths.shown);
  return sum(billed.filter(({ what, to }) => what === "charge" || to <= lastDay));
}

export function addSums(a: Sums, b: Sums | null): Sums {
  return b === null ? a : sum([a, b]);
}

function sum(all: Sums[]): Sums {
  const of = (field: keyof Sums) =>
    all.reduce((total, one) => total.plus(one[field]), new Decimal(0)).toFixed(2);
  return { cost: of("cost"), price: of("price") };
}
