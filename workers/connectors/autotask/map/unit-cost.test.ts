import type { UnitsRow } from "../../psa";
import { currentUnitCost } from "./unit-cost";

const periods = { startDate: "2026-01-01", cycleMonths: 1 };
const row = (from: string, to: string, units: string, costAmount: string): UnitsRow => ({
  id: from,
  from,
  to,
  units,
  priceAmount: "0",
  costAmount,
  posted: false,
});
const august = (units: string, cost: string) => row("2026-08-01", "2026-08-31", units, cost);

test.each<[string, UnitsRow[], string]>([
  ["nothing is billed: the catalogue's", [august("0", "0")], "28.19"],
  ["the catalogue's explains the amount", [august("3", "84.57")], "28.19"],
  ["it was adjusted: what the amount comes to", [august("3", "90")], "30"],
  ["with as few decimals as explain it", [august("1000", "28192")], "28.192"],
  [
    "a row of a part of the month is explained by the cost of a whole one",
    [august("3", "90"), row("2026-09-01", "2026-09-10", "3", "30")],
    "30",
  ],
  ["a part of the month alone", [row("2026-09-01", "2026-09-15", "100", "1500")], "30"],
  [
    "rows without units at the end tell nothing",
    [august("3", "90"), row("2026-09-01", "2026-09-30", "0", "0")],
    "30",
  ],
  ["several costs come to the same amount: the one with the fewest decimals", [august("3", "0.10")], "0.033"],
])("%s", (_, rows, expected) => {
  expect(currentUnitCost("28.19", rows, periods)).toBe(expected);
});

test("periods step from the contract's first day, and unknown ones leave the catalogue's cost", () => {
  const rows = [row("2026-08-10", "2026-09-09", "2", "61")];
  expect(currentUnitCost("28.19", rows, { startDate: "2026-01-10", cycleMonths: 1 })).toBe("30.5");
  expect(currentUnitCost("28.19", rows, { startDate: "2026-01-10", cycleMonths: null })).toBe("28.19");
});
