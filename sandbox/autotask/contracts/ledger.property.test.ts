import { Decimal } from "decimal.js";
import fc from "fast-check";
import { addDays, countDays, periodOf } from "./periods";
import { Refused } from "./refused";
import { ids, tinyBooks } from "./testing/tiny-books";

const first = "2026-08-31";
const lastDay = 364;
const allDays = Array.from({ length: lastDay + 1 }, (_, day) => addDays(first, day));
const money = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

const adjustment = fc.record({ day: fc.nat(lastDay), unitChange: fc.integer({ min: -20, max: 40 }) });

/** What was taken, by the day that it counts from. */
function take(adjustments: { day: number; unitChange: number }[]) {
  const books = tinyBooks();
  const taken = adjustments.filter(({ day, unitChange }) => {
    try {
      books.adjust(ids.lastDays, addDays(first, day), unitChange);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  });
  return { books, taken };
}

const unitsOn = (taken: { day: number; unitChange: number }[], day: number) =>
  taken.filter((one) => one.day <= day).reduce((sum, one) => sum + one.unitChange, 0);

test("units of a day are the sum of the changes up to it, whatever the order in which they came", () => {
  fc.assert(
    fc.property(fc.array(adjustment, { maxLength: 12 }), (adjustments) => {
      const { books, taken } = take(adjustments);
      const rows = books.rowsOf(ids.lastDays);
      const held = allDays.map((date) =>
        rows.filter((row) => row.startDate <= date && date <= row.endDate).map((row) => row.units),
      );
      expect(held).toEqual(
        allDays.map((_, day) => (taken.some((one) => one.day <= day) ? [unitsOn(taken, day)] : [])),
      );
    }),
    { seed: 311, numRuns: 60 },
  );
});

test("a refusal is a negative total or a date that is taken, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(adjustment, { maxLength: 12 }), (adjustments) => {
      const { taken } = take(adjustments);
      const accepted: typeof taken = [];
      for (const one of adjustments) {
        const next = [...accepted, one];
        const negative = next.some(({ day }) => unitsOn(next, day) < 0);
        const sameDate = accepted.some(({ day }) => day === one.day);
        if (!negative && !sameDate) accepted.push(one);
      }
      expect(taken).toEqual(accepted);
    }),
    { seed: 312, numRuns: 300 },
  );
});

test("a split costs half a cent of rounding for each part, and no more", () => {
  const splits = fc.uniqueArray(fc.integer({ min: 1, max: lastDay }), { maxLength: 8 });
  const cents = fc.integer({ min: 0, max: 99_999 });
  fc.assert(
    fc.property(splits, cents, fc.integer({ min: 1, max: 500 }), (days, priceInCents, units) => {
      const books = tinyBooks();
      const price = new money(priceInCents).div(100);
      books.adjust(ids.lastDays, first, units, { adjustedUnitPrice: price.toFixed(2) });
      for (const day of days) books.adjust(ids.lastDays, addDays(first, day), 0);
      const rows = books.rowsOf(ids.lastDays);
      expect(rows.every((row) => row.units === units)).toBe(true);
      const contract = { startDate: first, contractPeriodType: 2 };
      const starts = new Set(rows.map((row) => periodOf(contract, row.startDate).start));
      for (const start of starts) {
        const parts = rows.filter((row) => periodOf(contract, row.startDate).start === start);
        const whole = price.times(units);
        const sum = parts.reduce((total, part) => total.plus(part.price), new money(0));
        const covered = parts.reduce(
          (total, part) => total + countDays({ start: part.startDate, end: part.endDate }),
          0,
        );
        expect(covered).toBe(countDays(periodOf(contract, start)));
        expect(sum.minus(whole).abs().lte(new money("0.005").times(parts.length))).toBe(true);
        if (parts.length === 1) expect(sum.toFixed(2)).toBe(whole.toFixed(2));
      }
    }),
    { seed: 313, numRuns: 150 },
  );
});

test("posting bills every day of every unit once", () => {
  fc.assert(
    fc.property(fc.array(adjustment, { maxLength: 8 }), fc.nat(20), (adjustments, posts) => {
      const { books, taken } = take(adjustments);
      for (let count = 0; count < posts; count += 1) books.ledger.post({ contractIds: [ids.lastDays] });
      const billed = books.ledger.bills.flatMap((bill) => bill.lines);
      const posted = books.rowsOf(ids.lastDays).filter((row) => row.approveAndPostDate !== null);
      const through = posted.at(-1)?.endDate ?? "";
      const billedUnits = allDays.map((date) =>
        billed.filter((line) => line.from <= date && date <= line.to).map((line) => line.units),
      );
      expect(billedUnits).toEqual(
        allDays.map((date, day) => {
          const units = date <= through ? unitsOn(taken, day) : 0;
          return units === 0 ? [] : [String(units)];
        }),
      );
    }),
    { seed: 314, numRuns: 40 },
  );
});
