import { formatMoney, formatMoneyWithCode, isZero } from "@/lib/format/money";
import { countOf, formatCount, formatQuantity } from "@/lib/format/number";

describe("money", () => {
  test.each([
    ["8660.1", "AUD", "$8,660.10"],
    ["48112.40", "AUD", "$48,112.40"],
    ["0", "AUD", "$0.00"],
    ["-0.00", "AUD", "$0.00"],
    ["-12.5", "NZD", "-$12.50"],
    ["18.7000", "AUD", "$18.70"],
    ["3", "JPY", "¥3"],
    ["5", "EUR", "€5.00"],
    ["5.5", null, "5.50"],
    ["5.5", "", "5.50"],
  ])("%s in %s reads %s", (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });

  test("a unit price keeps every digit that it has", () => {
    expect(formatMoney("0.00125", "AUD")).toBe("$0.00125");
  });

  test("an amount beyond a float's digits stays exact", () => {
    expect(formatMoney("9007199254740993.07", "AUD")).toBe("$9,007,199,254,740,993.07");
  });

  test("what is no decimal is shown as it stands", () => {
    expect(formatMoney("NaN", "AUD")).toBe("NaN");
    expect(formatMoney("1e3", "AUD")).toBe("1e3");
  });

  test("a total names its currency", () => {
    expect(formatMoneyWithCode("1", "NZD")).toBe("$1.00 NZD");
    expect(formatMoneyWithCode("1", null)).toBe("1.00");
  });

  test("zero in every notation", () => {
    expect(["0", "0.00", "-0.0"].map(isZero)).toEqual([true, true, true]);
    expect(["0.01", "-1", "10"].map(isZero)).toEqual([false, false, false]);
  });
});

describe("numbers", () => {
  test.each([
    ["25.0000", "25"],
    ["1234.50", "1,234.5"],
    ["0.0000000001", "0.0000000001"],
    ["many", "many"],
  ])("the quantity %s reads %s", (quantity, text) => {
    expect(formatQuantity(quantity)).toBe(text);
  });

  test("counts name what they count", () => {
    expect(formatCount(12345)).toBe("12,345");
    expect(countOf(1, "customer")).toBe("1 customer");
    expect(countOf(0, "customer")).toBe("0 customers");
    expect(countOf(2, "company", "companies")).toBe("2 companies");
  });
});
