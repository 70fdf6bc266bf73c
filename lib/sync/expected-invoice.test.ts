import { expectedInvoice } from "@/lib/sync/expected-invoice";

test.each([
  ["the month still goes on", "2026-10-31", "2026-11-30", null],
  ["its last day is over", "2026-10-31", "2026-12-01", { from: "2026-11-01", by: "2026-12-10", late: false }],
  ["its usual day", "2026-10-31", "2026-12-10", { from: "2026-11-01", by: "2026-12-10", late: false }],
  ["after its usual day", "2026-10-31", "2026-12-11", { from: "2026-11-01", by: "2026-12-10", late: true }],
  [
    "a period from the 28th",
    "2026-09-27",
    "2026-10-28",
    { from: "2026-09-28", by: "2026-11-06", late: false },
  ],
  ["a period from the 31st into a short month", "2027-01-30", "2027-02-27", null],
  ["and its end", "2027-01-30", "2027-02-28", { from: "2027-01-31", by: "2027-03-09", late: false }],
  ["a year's end", "2026-12-31", "2027-02-01", { from: "2027-01-01", by: "2027-02-10", late: false }],
])("%s", (_, newestPeriodEnd, today, expected) => {
  expect(expectedInvoice(newestPeriodEnd, today, null)).toEqual(expected);
});

test("it is late after the longest that one was seen to take", () => {
  const expected = (usual: number) => expectedInvoice("2026-10-31", "2026-12-08", usual);
  expect(expected(3)).toMatchObject({ by: "2026-12-03", late: true });
  expect(expected(12)).toMatchObject({ by: "2026-12-12", late: false });
});
