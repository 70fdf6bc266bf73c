import type { PsaAgreement } from "@/workers/connectors/psa";
import { anAgreement } from "../testing/build";
import { billingBoundary, billingCalendar, missingForBilling } from "./boundary";

type Case = [what: string, fields: Partial<PsaAgreement>, boundary: string | null];

test.each<Case>([
  ["in arrears: one cycle before the next invoice", { nextInvoiceDate: "2026-11-01" }, "2026-10-01"],
  [
    "in advance: the next invoice itself",
    { nextInvoiceDate: "2026-11-01", billed: "in_advance" },
    "2026-11-01",
  ],
  ["quarterly in arrears", { nextInvoiceDate: "2026-11-01", cycleMonths: 3 }, "2026-08-01"],
  ["over the turn of the year", { nextInvoiceDate: "2027-01-15", billStartDate: "2024-03-15" }, "2026-12-15"],
  [
    "a start on the 31st keeps the 31st",
    { nextInvoiceDate: "2026-02-28", billStartDate: "2025-10-31" },
    "2026-01-31",
  ],
  [
    "from a short month back to a long one",
    { nextInvoiceDate: "2026-04-30", billStartDate: "2025-10-31" },
    "2026-03-31",
  ],
  ["a leap day", { nextInvoiceDate: "2028-03-31", billStartDate: "2027-12-31" }, "2028-02-29"],
  [
    "a next invoice off the start's grid begins its own",
    { nextInvoiceDate: "2026-11-10", billStartDate: "2025-01-31" },
    "2026-10-10",
  ],
  [
    "the 31st without a start on it",
    { nextInvoiceDate: "2026-03-31", billStartDate: "2025-01-05" },
    "2026-02-28",
  ],
  [
    "never before billing starts",
    { nextInvoiceDate: "2026-11-01", billStartDate: "2026-10-15" },
    "2026-10-15",
  ],
  [
    "the start stands in for the billing start",
    { nextInvoiceDate: "2026-11-01", billStartDate: null, startDate: "2026-10-20" },
    "2026-10-20",
  ],
  [
    "neither start is known",
    { nextInvoiceDate: "2026-11-01", billStartDate: null, startDate: null },
    "2026-10-01",
  ],
  ["billing terms unknown", { billed: null }, null],
  ["cycle unknown", { cycleMonths: null }, null],
  ["a cycle that is no whole number of months", { cycleMonths: 0.5 }, null],
  ["next invoice unknown", { nextInvoiceDate: null }, null],
])("%s", (_, fields, boundary) => {
  expect(billingBoundary(anAgreement(fields))).toBe(boundary);
});

test("what is missing is named", () => {
  const bare = anAgreement({ billed: null, cycleMonths: 0, nextInvoiceDate: null });
  expect(missingForBilling(bare)).toEqual(["billed", "cycleMonths", "nextInvoiceDate"]);
  expect(missingForBilling(anAgreement())).toEqual([]);
});

test.each([
  ["2026-10-01", "2026-10-01", "2026-10-31", 31],
  ["2026-10-31", "2026-10-01", "2026-10-31", 31],
  ["2024-02-29", "2024-02-01", "2024-02-29", 29],
])("the period of %s runs from %s to %s", (day, from, to, days) => {
  expect(billingCalendar(anAgreement())?.periodOf(day)).toEqual({ from, to, days });
});

test("periods of an agreement that started on the 31st end with the months", () => {
  const calendar = billingCalendar(
    anAgreement({ billStartDate: "2025-10-31", nextInvoiceDate: "2026-02-28" }),
  );
  const periods = ["2026-02-10", "2026-02-28", "2026-03-31"].map((day) => calendar?.periodOf(day));
  expect(periods).toEqual([
    { from: "2026-01-31", to: "2026-02-27", days: 28 },
    { from: "2026-02-28", to: "2026-03-30", days: 31 },
    { from: "2026-03-31", to: "2026-04-29", days: 30 },
  ]);
});
