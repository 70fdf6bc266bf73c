import type { IsoDate } from "@/lib/values";
import { countDays, dayBefore } from "../calendar/dates";
import { Exact, toCents } from "../exact";
import type { InvoicedRow } from "../timeline/from-bills";
import type { PriceField } from "./billed-amount";

/** What the invoices charge for days before the boundary and from it on. */
export type SplitAmount = { before: Exact; after: Exact };

/** A row that straddles the boundary is split by its days, and the later part takes what rounding leaves. */
export function splitInvoicedAmount(rows: InvoicedRow[], boundary: IsoDate, field: PriceField): SplitAmount {
  const split = { before: new Exact(0), after: new Exact(0) };
  for (const { step, line } of rows) {
    const amount = new Exact(field === "unitCost" ? line.costAmount : line.priceAmount);
    if (step.from >= boundary) split.after = split.after.plus(amount);
    else if (step.to < boundary) split.before = split.before.plus(amount);
    else {
      const share = countDays(step.from, dayBefore(boundary));
      const early = toCents(amount.times(share).div(countDays(step.from, step.to)));
      split.before = split.before.plus(early);
      split.after = split.after.plus(amount.minus(early));
    }
  }
  return split;
}
