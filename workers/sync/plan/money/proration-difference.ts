import type { BillingCalendar } from "../calendar/boundary";
import { later } from "../calendar/dates";
import { amountText, type Exact } from "../exact";
import type { Invoiced } from "../timeline/from-bills";
import type { PricingStrategy, ProrationDifference, Segment } from "../types";
import { billedAmount, type PriceField } from "./billed-amount";
import { splitInvoicedAmount } from "./invoiced-amount";

/**
 * What the PSA will bill by `lines` (ours, once the plan is carried out) for the invoiced days from the boundary on,
 * less the invoices' amounts for them. null when they agree in every price that the strategy owns.
 */
export function findProrationDifference(
  invoiced: Invoiced,
  lines: Segment[],
  calendar: BillingCalendar,
  strategy: PricingStrategy,
): ProrationDifference | null {
  if (strategy === "quantity_only" || invoiced.to < calendar.boundary) return null;
  const window = { from: later(invoiced.from, calendar.boundary), to: invoiced.to };
  const differ = (field: PriceField): Exact | null => {
    const charged = splitInvoicedAmount(invoiced.rows, calendar.boundary, field).after;
    const billed = billedAmount(lines, window, calendar, field);
    return billed === null ? null : billed.minus(charged);
  };
  const cost = differ("unitCost");
  const price = strategy === "cost_and_retail" ? differ("unitPrice") : null;
  if (cost?.isZero() && (price === null || price.isZero())) return null;
  return { costAmount: cost && amountText(cost), priceAmount: price && amountText(price) };
}
