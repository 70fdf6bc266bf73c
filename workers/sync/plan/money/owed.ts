import type { IsoDate } from "@/lib/values";
import type { BillingCalendar } from "../calendar/boundary";
import { dayBefore, earlier, nextDay } from "../calendar/dates";
import { canonical, Exact, toCents } from "../exact";
import { alignTimelines } from "../timeline/align";
import type { Invoiced } from "../timeline/from-bills";
import { type BilledLine, timelineFromLines } from "../timeline/from-lines";
import type { PricingStrategy, Segment } from "../types";
import { billedAmount, type Days, type PriceField } from "./billed-amount";
import { splitInvoicedAmount } from "./invoiced-amount";

export type OwedQuestion = {
  invoiced: Invoiced;
  /** Every line of ours on the agreement. */
  own: BilledLine[];
  calendar: BillingCalendar;
  strategy: PricingStrategy;
};

/**
 * null: there is no price to value it at. Where the strategy leaves a price to the PSA, the difference in quantity is
 * valued at our line's own price.
 */
type Amounts = { cost: Exact | null; price: Exact | null };

/** The part of one invoice, named by the first day of its usage. */
export type OwedShare = Amounts & { periodStart: IsoDate };

/**
 * The invoices' amounts for the days before the boundary less what the PSA has billed by our lines for them, in all and
 * by invoice; null when there are no such days. A day belongs to the invoice whose usage began last before it.
 */
export function findOwed(question: OwedQuestion): (Days & { shares: OwedShare[] }) | null {
  const { invoiced, calendar } = question;
  if (invoiced.from >= calendar.boundary) return null;
  const days = { from: invoiced.from, to: earlier(invoiced.to, dayBefore(calendar.boundary)) };
  const [first, ...others] = [...invoiced.periodStarts].sort();
  const starts = first === undefined ? [] : [first, ...others.filter((start) => start <= days.to)];
  let sum: Amounts = { cost: new Exact(0), price: new Exact(0) };
  const shares = starts.map((periodStart, i) => {
    const next = starts[i + 1];
    // What is rounded over the end of a month is rounded once: each share is what it adds to those before it.
    const soFar = owedFor(question, { from: days.from, to: next === undefined ? days.to : dayBefore(next) });
    const share = { periodStart, cost: minus(soFar.cost, sum.cost), price: minus(soFar.price, sum.price) };
    sum = soFar;
    return share;
  });
  return { ...days, shares };
}

function minus(a: Exact | null, b: Exact | null): Exact | null {
  return a && b && a.minus(b);
}

function owedFor({ invoiced, own, calendar, strategy }: OwedQuestion, days: Days): Amounts {
  const billed = own
    .filter((line) => line.billable)
    .map(({ from, to, quantity, unitCost, unitPrice }) => ({
      from,
      to,
      unitCost,
      unitPrice,
      quantity: canonical(quantity),
    }));

  const owed = (field: PriceField): Exact | null => {
    const charged = splitInvoicedAmount(invoiced.rows, nextDay(days.to), field).before;
    return minus(charged, billedAmount(billed, days, calendar, field));
  };
  const quantities = quantityDifferences(invoiced.segments, own, days);
  const atPsaPrices = (field: PriceField) => valueDifferences(quantities, billed, calendar, field);

  const cost = strategy === "quantity_only" ? atPsaPrices("unitCost") : owed("unitCost");
  const price = strategy === "cost_and_retail" ? owed("unitPrice") : atPsaPrices("unitPrice");
  return { cost, price };
}

type QuantityDifference = Days & { quantity: Exact };

/** Days on which the invoices' quantity is another than that of our lines: invoiced less billed. */
function quantityDifferences(invoiced: Segment[], own: BilledLine[], days: Days): QuantityDifference[] {
  const billed = timelineFromLines(own, "quantity_only");
  return alignTimelines([invoiced, billed], days.from, days.to).flatMap(
    ({ from, to, steps: [wanted, held] }) => {
      const quantity = new Exact(wanted?.quantity ?? 0).minus(held?.quantity ?? 0);
      return quantity.isZero() ? [] : [{ from, to: to ?? days.to, quantity }];
    },
  );
}

/**
 * Each difference at the price of our line of those days, else of our last line from before the boundary, which no plan
 * changes, else of our newest; null when we have none.
 */
function valueDifferences(
  differences: QuantityDifference[],
  lines: Segment[],
  calendar: BillingCalendar,
  field: PriceField,
): Exact | null {
  let sum = new Exact(0);
  for (const { from, to, quantity } of differences) {
    const line =
      lines.find((one) => one.from <= from && (one.to === null || one.to >= to)) ??
      lines.findLast((one) => one.from < calendar.boundary) ??
      lines.at(-1);
    const price = line?.[field];
    if (price === undefined || price === null) return null;
    const step = { from, to, quantity: quantity.toFixed(), unitCost: price, unitPrice: price };
    const amount = billedAmount([step], { from, to }, { ...calendar, prorates: true }, field);
    sum = sum.plus(amount ?? 0);
  }
  return toCents(sum);
}
