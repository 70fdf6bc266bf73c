import type { DecimalText, IsoDate } from "@/lib/values";
import type { ContractService, UnitsRow } from "@/workers/connectors/psa";
import type { BillingCalendar } from "../../calendar/boundary";
import { countDays } from "../../calendar/dates";
import { canonical, Exact } from "../../exact";
import type { PriceField } from "../../money/billed-amount";
import type { Segment } from "../../types";

/** The PSA rounds a row's amount to cents. */
const tolerance = "0.01";

const amountFields = { unitPrice: "priceAmount", unitCost: "costAmount" } as const;

/**
 * The service's rows as steps, one for one, also those without units; a last row that reaches the contract's end goes
 * on, as it would if the contract were extended. The PSA tells a row's amount, not its price: the newest rows have the
 * service's own as far as their amounts agree with it; an older one has the first price of `hints` that its amount
 * agrees with, else the one that its amount comes to. A cost is never told, only worked out of a row's amount, so that
 * of a few days is a cent or two off: there hints come first. null: a row without units tells nothing.
 */
export function heldRows(
  service: ContractService,
  endDate: IsoDate | null,
  calendar: BillingCalendar,
  hints: Segment[][],
): Segment[] {
  const { rows } = service;
  const prices = resolvePrices(service, "unitPrice", calendar, hints);
  const costs = resolvePrices(service, "unitCost", calendar, hints);
  return rows.map((row, i) => ({
    from: row.from,
    to: i === rows.length - 1 && (endDate === null || row.to >= endDate) ? null : row.to,
    quantity: canonical(row.units),
    unitCost: costs[i] ?? null,
    unitPrice: prices[i] ?? null,
  }));
}

function resolvePrices(
  service: ContractService,
  field: PriceField,
  calendar: BillingCalendar,
  hints: Segment[][],
): (DecimalText | null)[] {
  const { rows } = service;
  const own = canonical(service[field]);
  const lastOther = rows.findLastIndex((row) => !agrees(row, field, own, calendar));
  return rows.map((row, i) => {
    if (canonical(row.units) === "0") return null;
    const known = field === "unitCost" || i <= lastOther ? hinted(row, field, calendar, hints) : null;
    const agreed = i > lastOther || agrees(row, field, own, calendar);
    return known ?? (agreed ? own : priceOf(row, field, calendar));
  });
}

/** The first price that a hint names for one of the row's days and that the amount agrees with. */
function hinted(
  row: UnitsRow,
  field: PriceField,
  calendar: BillingCalendar,
  hints: Segment[][],
): DecimalText | null {
  for (const step of hints.flat()) {
    const price = step[field];
    const touches = step.from <= row.to && (step.to === null || step.to >= row.from);
    if (touches && price !== null && agrees(row, field, price, calendar)) return price;
  }
  return null;
}

function agrees(row: UnitsRow, field: PriceField, price: DecimalText, calendar: BillingCalendar): boolean {
  const expected = new Exact(row.units).times(price).times(shareOfPeriod(row, calendar));
  return expected.minus(row[amountFields[field]]).abs().lte(tolerance);
}

/** Fine enough to come to the same amount again. */
function priceOf(row: UnitsRow, field: PriceField, calendar: BillingCalendar): DecimalText {
  const whole = new Exact(row.units).times(shareOfPeriod(row, calendar));
  return canonical(new Exact(row[amountFields[field]]).div(whole).toDecimalPlaces(10).toFixed());
}

function shareOfPeriod(row: UnitsRow, calendar: BillingCalendar): Exact {
  return new Exact(countDays(row.from, row.to)).div(calendar.periodOf(row.from).days);
}
