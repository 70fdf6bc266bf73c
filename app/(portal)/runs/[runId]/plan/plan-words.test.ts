import { planMoney } from "./plan-words";

const sum = (rest: object) => ({
  currency: "AUD",
  monthly: true,
  lines: 3,
  priceChange: "0",
  costChange: "0",
  unpriced: 0,
  ...rest,
});

test.each([
  ["more a month", [sum({ priceChange: "30", costChange: "21" })], ["+$30.00 a month (your cost +$21.00)"]],
  ["less once", [sum({ monthly: false, priceChange: "-12.5" })], ["−$12.50 once"]],
  ["the same", [sum({})], ["±$0.00 a month"]],
  ["no price of ours", [sum({ unpriced: 3 })], ["3 lines at the PSA’s own prices"]],
  [
    "two currencies, never added up",
    [sum({ priceChange: "1" }), sum({ currency: "NZD", priceChange: "2", unpriced: 1 })],
    ["+$1.00 a month", "+$2.00 a month, and 1 line at the PSA’s own prices"],
  ],
])("%s", (_, sums, words) => {
  expect(planMoney(sums)).toEqual(words);
});
