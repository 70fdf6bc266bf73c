import type { BillingCalendar } from "../calendar/boundary";
import { dayBefore, earlier } from "../calendar/dates";
import { amountText, canonical, Exact, toCents } from "../exact";
import { alignTimelines } from "../timeline/align";
import type { Invoiced } from "../timeline/from-bills";
import { type BilledLine, timelineFromLines } from "../timeline/from-lines";
import type { CatchUp, PricingStrategy, Segment } from "../types";
import { billedAmount, type Days, type PriceField } from "./billed-amount";
import { splitInvoicedAmount } from "./invoiced-amount";

type Question = {
  invoiced: Invoiced;
  /** Every line of ours on the agreement. */
  own: BilledLine[];
  calendar: BillingCalendar;
  strategy: PricingStrategy;
};

/**
 * The invoices' amounts for the days before the boundary less what the PSA has billed by our lines for them; null when
 * there are no such days or nothing differs.
 */
export function findCatchUp({ invoiced, own, calendar, strategy }: Question): CatchUp | null {
  if (invoiced.from >= calendar.boundary) return null;
  const days = { from: invoiced.from, to: earlier(invoiced.to, dayBefore(calendar.boundary)) };
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
    const charged = splitInvoicedAmount(invoiced.rows, calendar.boundary, field).before;
    const posted = billedAmount(billed, days, calendar, field);
    return posted && charged.minus(posted);
  };
  const quantities = quantityDifferences(invoiced.segments, own, days);
  const atPsaPrices = (field: PriceField) => valueDifferences(quantities, billed, calendar, field);

  const cost = strategy === "quantity_only" ? atPsaPrices("unitCost") : owed("unitCost");
  const price = strategy === "cost_and_retail" ? owed("unitPrice") : atPsaPrices("unitPrice");
  const owesByOwnPrices =
    (strategy !== "quantity_only" && !cost?.isZero()) || (strategy === "cost_and_retail" && !price?.isZero());
  if (!owesByOwnPrices && (strategy === "cost_and_retail" || quantities.length === 0)) return null;
  return { ...days, costAmount: cost && amountText(cost), priceAmount: price && amountText(price) };
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

/** Each difference at the price of our line of those days, else of our newest line; null when we have none. */
function valueDifferences(
  differences: QuantityDifference[],
  lines: Segment[],
  calendar: BillingCalendar,
  field: PriceField,
): Exact | null {
  let sum = new Exact(0);
  for (const { from, to, quantity } of differences) {
    const price = (lines.find((line) => line.from <= from && (line.to === null || line.to >= to)) ??
      lines.at(-1))?.[field];
    if (price === undefined || price === null) return null;
    const step = { from, to, quantity: quantity.toFixed(), unitCost: price, unitPrice: price };
    const amount = billedAmount([step], { from, to }, { ...calendar, prorates: true }, field);
    sum = sum.plus(amount ?? 0);
  }
  return toCents(sum);
}
