import type { Segment } from "../../types";
import { adjustService } from "./adjust-service";

const window = { from: "2026-10-01", to: "2026-10-04" };

/** A day each from 1 October on, the last to go on; [units, price]. */
function steps(...days: [units: number, unitPrice: string][]): Segment[] {
  return days.map(([units, unitPrice], i) => {
    const day = `2026-10-0${i + 1}`;
    const to = i === days.length - 1 ? null : day;
    return { from: day, to, quantity: String(units), unitCost: null, unitPrice };
  });
}

function textOf([day, change, price]: [string, string, string | null]): string {
  return `${day} ${change}${price === null ? "" : ` at ${price}`}`;
}

// Found by the properties: the oldest first, or the fewest prices, would have left no order that the PSA takes.
test.each<[what: string, held: Segment[], wanted: Segment[], adjustments: string[]]>([
  [
    "a decrease waits for the increase of a later day",
    steps([10, "30"], [2, "30"], [2, "30"], [2, "30"]),
    steps([5, "30"], [5, "30"], [5, "30"], [5, "30"]),
    ["2026-10-02 8", "2026-10-01 -5"],
  ],
  [
    "a price is named on a day without units, so that a decrease need not",
    steps([0, "31"], [2, "30"], [0, "30"], [0, "30"]),
    steps([0, "30"], [1, "31"], [1, "30"], [0, "30"]),
    ["2026-10-01 0 at 31", "2026-10-03 2 at 30", "2026-10-02 -1", "2026-10-04 -1"],
  ],
  [
    "a decrease that names nothing waits for those whose prices must keep their order",
    steps([0, "30"], [2, "30"], [3, "30"], [0, "30"]),
    steps([2, "31"], [2, "31"], [1, "30"], [1, "31"]),
    ["2026-10-01 2 at 31", "2026-10-03 -2 at 30", "2026-10-04 3 at 31", "2026-10-02 -2"],
  ],
])("%s", (_, held, wanted, adjustments) => {
  const found = adjustService(
    held,
    wanted.filter(({ quantity }) => quantity !== "0"),
    window,
    new Set(),
  );
  expect(
    found?.map(({ date, unitChange, unitPrice }) => textOf([date, unitChange.toFixed(), unitPrice])),
  ).toEqual(adjustments);
});

test("prices that must keep an order in which a day would fall below zero leave no way", () => {
  const held = steps([5, "30"], [1, "30"], [1, "30"], [1, "30"]);
  expect(
    adjustService(held, steps([1, "31"], [1, "32"], [1, "32"], [1, "32"]), window, new Set()),
  ).toBeNull();
});
