import { billingCalendar } from "../../calendar/boundary";
import { aContract, aService } from "../../testing/build-contract";
import type { Segment } from "../../types";
import { heldRows } from "./held-rows";

const calendar = billingCalendar(aContract());

/** Two units in the first week of October at 28.19, cost 19.37; the PSA shows 8.75 for their cost. */
function costOfAWeek(unitCost: string, hints: Segment[][]) {
  if (!calendar) throw new Error("The contract has no calendar.");
  const service = aService(
    "service-1",
    [
      ["2026-10-01", 2, { unitPrice: "28.19", unitCost: "19.37" }],
      ["2026-10-08", 0],
    ],
    { unitPrice: "28.19", unitCost },
  );
  return heldRows(service, "2026-12-31", calendar, hints)[0]?.unitCost;
}

const confirmedAt = (unitCost: string): Segment[][] => [
  [{ from: "2026-10-01", to: "2026-10-07", quantity: "2", unitCost, unitPrice: "28.19" }],
];

test("a cost that a few days' amount comes to gives way to the one that is known and comes to the same", () => {
  expect(costOfAWeek("19.38", confirmedAt("19.37"))).toBe("19.37");
});

test("it stands where nothing is known of the days, or another cost that does not come to their amount", () => {
  expect(costOfAWeek("19.38", [])).toBe("19.38");
  expect(costOfAWeek("19.38", confirmedAt("25"))).toBe("19.38");
});
