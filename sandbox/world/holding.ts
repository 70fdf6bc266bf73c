import { agreesWithExactDays, lineFrom } from "./amounts";
import type { ProductRow } from "./data/products";
import { addDays, dayOf, lastDayOf } from "./plain-dates";
import type { PrismInvoiceLineSeed } from "./seed";

/** From this day on, until the next step, the subscription has this quantity at these prices. */
export type Step = { from: string; quantity: number; price: string; retailPrice: string };

/** One subscription over the whole of its life; `lastDay` null: it goes on. */
export type Holding = {
  subscriptionId: string;
  customerKey: string;
  product: ProductRow;
  steps: Step[];
  lastDay: string | null;
};

export function standsOn(holding: Holding, date: string): Step | undefined {
  return holding.steps.findLast((step) => step.from <= date);
}

export function withStep(holding: Holding, step: Step): Holding {
  return { ...holding, steps: [...holding.steps, step] };
}

/** The invoice lines of one month: one for each stretch of days with the same quantity and price. */
export function linesOf(holding: Holding, month: string): PrismInvoiceLineSeed[] {
  const lines: PrismInvoiceLineSeed[] = [];
  const monthEnd = lastDayOf(month);
  const end = holding.lastDay !== null && holding.lastDay < monthEnd ? holding.lastDay : monthEnd;
  for (const [index, step] of holding.steps.entries()) {
    const next = holding.steps[index + 1];
    const stepEnd = next ? addDays(next.from, -1) : end;
    const chargeStart = step.from > month ? step.from : month;
    const chargeEnd = stepEnd < end ? stepEnd : end;
    if (chargeStart > chargeEnd) continue;
    lines.push(
      lineFrom({
        subscriptionId: holding.subscriptionId,
        offerName: holding.product.name,
        chargeStart,
        chargeEnd,
        unitPrice: step.price,
        unitPriceRrp: step.retailPrice,
        quantity: String(step.quantity),
      }),
    );
  }
  return lines;
}

/**
 * Makes a change on the wanted day of the month or on the nearest one after it, starting over from the second day,
 * on which every line of the month rounds the same with the exact days.
 */
export function onAgreeingDay(month: string, day: number, change: (date: string) => Holding): Holding {
  const candidates = 24;
  for (let shift = 0; shift < candidates; shift += 1) {
    const changed = change(dayOf(month, 2 + ((day - 2 + shift) % candidates)));
    if (linesOf(changed, month).every(agreesWithExactDays)) return changed;
  }
  throw new Error(`No day of ${month} splits the lines without a cent's difference`);
}
