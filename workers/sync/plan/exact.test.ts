import { amountText, canonical, Exact, sameValue, toCents } from "./exact";

test.each([
  ["25", "25"],
  ["25.00", "25"],
  ["10", "10"],
  ["100.50", "100.5"],
  ["0.10", "0.1"],
  ["007", "7"],
  ["1e3", "1000"],
  ["0", "0"],
  ["0.00", "0"],
  ["-0", "0"],
  ["-3.50", "-3.5"],
  ["12345678901234567890.10", "12345678901234567890.1"],
])("%s is written %s", (text, expected) => {
  expect(canonical(text)).toBe(expected);
});

test("what is no number is refused", () => {
  expect(() => canonical("ten")).toThrow();
  expect(() => canonical("")).toThrow();
});

test("values are compared, not texts", () => {
  expect(sameValue("25", "25.00")).toBe(true);
  expect(sameValue("25", "25.01")).toBe(false);
});

test("cents are rounded half up, away from zero, and no cent is lost to a float", () => {
  expect(toCents(new Exact("1.005")).toFixed()).toBe("1.01");
  expect(toCents(new Exact("-1.005")).toFixed()).toBe("-1.01");
  expect(new Exact("0.1").plus("0.2").toFixed()).toBe("0.3");
});

test("amounts have two decimals at least", () => {
  expect(["3", "0", "-0", "2.5", "1.005"].map((text) => amountText(new Exact(text)))).toEqual([
    "3.00",
    "0.00",
    "0.00",
    "2.50",
    "1.005",
  ]);
});
