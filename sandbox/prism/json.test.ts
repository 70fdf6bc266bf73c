import { decimal, writeJson } from "./json";

describe("writeJson", () => {
  it("writes decimals as they were given", () => {
    const price = {
      price: decimal("28.10"),
      large: decimal("900719925474099312.07"),
      none: null,
      gone: undefined,
    };
    expect(writeJson([price, 'a"b', true, 3])).toBe(
      '[{"price":28.10,"large":900719925474099312.07,"none":null},"a\\"b",true,3]',
    );
  });

  it.each(["", "1e5", "1.", "12,5", "NaN"])("refuses %p as a decimal", (text) => {
    expect(() => decimal(text)).toThrow("Not a decimal number");
  });
});
