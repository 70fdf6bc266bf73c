import { billedWords, reasonWords } from "./line-words";

const twin = { customerId: "c", product: "Visio Plan 2", quantity: "3", sameSku: false, sameQuantity: true };

test.each<[rank: number, change: Partial<typeof twin> | null, words: string]>([
  [0, {}, "Reads like Visio Plan 2, and bills as many"],
  [0, { sameSku: true }, "Has the SKU of Visio Plan 2, and bills as many"],
  [1, { sameQuantity: false }, "Reads like Visio Plan 2, of which the invoice has 3"],
  [2, {}, "As many as of Visio Plan 2, under another name"],
  [3, null, "Looks like none of its subscriptions"],
])("rank %s: %j", (rank, change, words) => {
  expect(reasonWords({ rank, twin: change && { ...twin, ...change } })).toBe(words);
});

test.each<[cycle: number | null, words: string]>([
  [1, "$62.70 a month"],
  [3, "$62.70 every 3 months"],
  [12, "$62.70 a year"],
  [null, "$62.70 per billing cycle"],
])("a cycle of %s months", (cycleMonths, words) => {
  expect(billedWords({ quantity: "3", unitPrice: "20.90", currency: "AUD", cycleMonths })).toBe(words);
});
