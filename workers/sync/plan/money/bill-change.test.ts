import type { Segment } from "../types";
import { monthlyChange, onceChange } from "./bill-change";

const step = (quantity: string, rest: Partial<Segment> = {}): Segment => ({
  from: "2026-11-01",
  to: null,
  quantity,
  unitCost: "21",
  unitPrice: "30",
  ...rest,
});
const until = { to: "2026-11-14" };
const none = { costChange: null, priceChange: null };

test.each([
  ["a new line", [], [step("10")], { costChange: "210", priceChange: "300" }],
  [
    "a seat more from the middle on",
    [step("10")],
    [step("10", until), step("11")],
    { costChange: "21", priceChange: "30" },
  ],
  ["a line that ends", [step("10")], [step("10", until)], { costChange: "-210", priceChange: "-300" }],
  ["a new price", [step("10")], [step("10", { unitPrice: "33.3" })], { costChange: "0", priceChange: "33" }],
  [
    "a price that is not ours",
    [step("10", { unitPrice: null })],
    [step("11", { unitPrice: null })],
    { costChange: "21", priceChange: null },
  ],
  ["neither price", [step("1", { unitCost: null, unitPrice: null })], [], none],
])("a month: %s", (_, before, after, change) => {
  expect(monthlyChange({ before, after })).toEqual(change);
});

test("in all: every amount counts, whatever its days", () => {
  const [september, october] = [step("1", until), step("1", { ...until, unitPrice: "-12.5" })];
  expect(onceChange({ before: [september], after: [september, october] })).toEqual({
    costChange: "21",
    priceChange: "-12.5",
  });
});
