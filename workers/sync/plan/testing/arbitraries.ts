import fc from "fast-check";
import type { AgreementLine } from "@/workers/connectors/psa";
import type { PricingStrategy, SubscriptionBill, SubscriptionInput } from "../types";
import { aLine, anAgreement, anInput, aRow, dateOf, dayNumber, daysInMonth } from "./build";

/** Few values, so that neighbours are often equal and lines are often right by chance. */
const quantities = fc.constantFrom("0", "1", "2", "2.50", "5");
const prices = fc.constantFrom(
  { unitCost: "19.37", unitPrice: "28.19" },
  { unitCost: "20", unitPrice: "30.00" },
);

const months = ["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"];

/** Rows that do not overlap, in the order of their days, often without a gap and often to the month's end. */
function rowsOf(month: string) {
  const length = daysInMonth(month);
  const cut = fc.record({
    day: fc.integer({ min: 1, max: length }),
    gap: fc.boolean(),
    quantity: quantities,
    price: prices,
  });
  return fc
    .tuple(
      fc.uniqueArray(cut, { selector: ({ day }) => day, maxLength: 4 }),
      quantities,
      prices,
      fc.boolean(),
    )
    .map(([cuts, quantity, price, early]) => {
      const sorted = [{ day: 0, gap: false, quantity, price }, ...cuts].sort((a, b) => a.day - b.day);
      return sorted.flatMap((start, i) => {
        const next = sorted[i + 1]?.day ?? (early ? length - 1 : length);
        const first = dayNumber(month) + start.day;
        const last = dayNumber(month) + Math.min(next, length) - 1 - (start.gap && i > 0 ? 1 : 0);
        return first > last ? [] : [aRow(dateOf(first), dateOf(last), start.quantity, start.price)];
      });
    });
}

/** The bill of one month. */
export function billOf(month: string): fc.Arbitrary<SubscriptionBill> {
  const periodEnd = dateOf(dayNumber(month) + daysInMonth(month) - 1);
  return rowsOf(month).map((lines) => ({
    invoiceId: `invoice-${month}`,
    periodStart: month,
    periodEnd,
    lines,
  }));
}

/** Bills of months that follow each other. */
export function billsFrom(first: number, count: number): fc.Arbitrary<SubscriptionBill[]> {
  return fc.tuple(...months.slice(first, first + count).map(billOf)).map((bills) => [...bills]);
}

/** Lines of ours that share no day, some of them ended, the last often open. */
export function ownLines(firstDay: string, lastDay: string): fc.Arbitrary<AgreementLine[]> {
  const days = dayNumber(lastDay) - dayNumber(firstDay);
  const cut = fc.record({
    day: fc.integer({ min: 0, max: days }),
    gap: fc.integer({ min: 0, max: 5 }),
    quantity: quantities,
    price: prices,
  });
  return fc
    .tuple(fc.uniqueArray(cut, { selector: ({ day }) => day, maxLength: 5 }), fc.boolean())
    .map(([cuts, open]) => {
      const sorted = [...cuts].sort((a, b) => a.day - b.day);
      return sorted.map(({ day, gap, quantity, price }, i) => {
        const next = sorted[i + 1]?.day;
        const from = dayNumber(firstDay) + day;
        const to = next === undefined ? from + gap : Math.max(from, dayNumber(firstDay) + next - 1 - gap);
        const end = next === undefined && open ? null : dateOf(to);
        return aLine({ id: `line-${i + 1}`, from: dateOf(from), to: end, quantity, ...price });
      });
    });
}

export const strategies = fc.constantFrom<PricingStrategy>("cost_and_retail", "cost_only", "quantity_only");

/** A subscription with one to three bills, and an agreement whose boundary lies before, in or after their days. */
export const subscriptions: fc.Arbitrary<SubscriptionInput> = fc
  .record({
    first: fc.integer({ min: 0, max: 2 }),
    count: fc.integer({ min: 1, max: 3 }),
    nextInvoiceDate: fc.constantFrom("2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01", "2026-10-15"),
    billed: fc.constantFrom("in_arrears" as const, "in_advance" as const),
    prorates: fc.boolean(),
    strategy: strategies,
    subscriptionActive: fc.constantFrom(true, false),
    lines: ownLines("2026-07-20", "2026-12-10"),
  })
  .chain(({ first, count, nextInvoiceDate, billed, prorates, strategy, subscriptionActive, lines }) =>
    billsFrom(first, count).map((bills) =>
      anInput({
        bills,
        agreement: anAgreement({ nextInvoiceDate, billed, prorates }),
        strategy,
        subscriptionActive,
        lines,
        storedLineIds: [],
      }),
    ),
  );
