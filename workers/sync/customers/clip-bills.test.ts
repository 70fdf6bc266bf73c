import { aBill } from "../plan/testing/build";
import { clipBills } from "./clip-bills";

const september = aBill("2026-09", [[1, 30, "10"]]);
const october = aBill("2026-10", [
  [1, 10, "10"],
  [11, 31, "12"],
]);

const daysOf = (lastDay: string) =>
  clipBills([september, october], lastDay).map((bill) => [
    bill.periodStart,
    ...bill.lines.map((line) => `${line.chargeStart}..${line.chargeEnd} ${line.quantity}`),
  ]);

test.each([
  [
    "before all of them",
    "2026-08-31",
    [
      ["2026-09-01", "2026-09-01..2026-09-30 10"],
      ["2026-10-01", "2026-10-01..2026-10-10 10", "2026-10-11..2026-10-31 12"],
    ],
  ],
  [
    "at the end of a period",
    "2026-09-30",
    [["2026-10-01", "2026-10-01..2026-10-10 10", "2026-10-11..2026-10-31 12"]],
  ],
  ["within a row", "2026-10-20", [["2026-10-21", "2026-10-21..2026-10-31 12"]]],
  ["after all of them", "2026-10-31", []],
])("a last day %s", (_, lastDay, rest) => {
  expect(daysOf(lastDay)).toEqual(rest);
});

test("a row that is cut keeps the amount of the days that are left", () => {
  const [bill] = clipBills([aBill("2026-10", [[1, 31, "31"]])], "2026-10-30");
  const [whole] = aBill("2026-10", [[1, 31, "31"]]).lines;
  const [line] = bill?.lines ?? [];
  expect(Number(line?.costAmount) * 31).toBeCloseTo(Number(whole?.costAmount), 6);
  expect(Number(line?.billableRatio) * 31).toBeCloseTo(Number(whole?.billableRatio), 6);
});
