import fc from "fast-check";
import { addDays, countDays, periodOf, periodsBetween } from "./periods";

const monthly = (startDate: string) => ({ startDate, contractPeriodType: 2 });

test.each([
  ["2026-08-01", 2, "2026-10-17", "2026-10-01", "2026-10-31"],
  ["2026-08-10", 2, "2026-10-09", "2026-09-10", "2026-10-09"],
  ["2026-08-10", 2, "2026-10-10", "2026-10-10", "2026-11-09"],
  ["2025-08-31", 2, "2026-02-27", "2026-01-31", "2026-02-27"],
  ["2025-08-31", 2, "2026-02-28", "2026-02-28", "2026-03-30"],
  ["2025-08-31", 2, "2026-03-31", "2026-03-31", "2026-04-29"],
  ["2025-08-30", 2, "2024-02-29", "2025-08-30", "2025-09-29"],
  ["2026-08-15", 3, "2026-11-14", "2026-08-15", "2026-11-14"],
  ["2026-08-15", 4, "2027-02-14", "2026-08-15", "2027-02-14"],
  ["2024-02-29", 5, "2025-02-28", "2025-02-28", "2026-02-27"],
  ["2026-08-01", null, "2026-09-30", "2026-09-01", "2026-09-30"],
])("from %s in steps of type %s, %s lies in %s to %s", (startDate, type, day, start, end) => {
  expect(periodOf({ startDate, contractPeriodType: type }, day)).toEqual({ start, end });
});

test("periods follow one another without a gap, and each holds its days", () => {
  const day = fc.integer({ min: 0, max: 1500 }).map((days) => addDays("2024-01-01", days));
  fc.assert(
    fc.property(day, fc.constantFrom(2, 3, 4, 5), fc.nat(2000), (startDate, type, length) => {
      const end = addDays(startDate, length);
      const periods = periodsBetween({ startDate, contractPeriodType: type }, startDate, end);
      expect(periods[0]?.start).toBe(startDate);
      for (const [index, period] of periods.entries()) {
        const next = periods[index + 1];
        if (next) expect(next.start).toBe(addDays(period.end, 1));
        expect(periodOf({ startDate, contractPeriodType: type }, period.end)).toEqual(period);
      }
      expect((periods.at(-1)?.end ?? "") >= end).toBe(true);
    }),
    { seed: 310, numRuns: 200 },
  );
});

test("days are counted with both ends", () => {
  expect(countDays({ start: "2026-10-14", end: "2026-10-14" })).toBe(1);
  expect(countDays({ start: "2026-02-01", end: "2026-03-01" })).toBe(29);
  expect(periodsBetween(monthly("2026-01-31"), "2026-01-31", "2026-04-30").map(({ start }) => start)).toEqual(
    ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
  );
});
