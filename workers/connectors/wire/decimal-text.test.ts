import { Decimal } from "decimal.js";
import fc from "fast-check";
import { parseDecimal } from "./decimal-text";

test.each([
  ["28.10", "28.1"],
  ["25.0", "25"],
  ["100", "100"],
  ["0.00", "0"],
  ["-0.0", "0"],
  ["-12.50", "-12.5"],
  ["007.5", "7.5"],
  ["0.5", "0.5"],
  ["1E-05", "0.00001"],
  ["1.25e+3", "1250"],
  ["12345678901234567890.123456789012345678901", "12345678901234567890.123456789012345678901"],
])("%s is read as %s", (text, value) => expect(parseDecimal(text)).toBe(value));

test.each(["", " 1", "1,234.50", "NaN", "Infinity", "0x10", "1.", ".5", "twelve", "1e9999", "+1"])(
  "%p is no decimal",
  (text) => expect(parseDecimal(text)).toBeNull(),
);

test("any decimal keeps its value, and is written in one way only", () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat({ max: 25 }))
    .map(([digits, places]) =>
      new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed(places),
    );
  fc.assert(
    fc.property(decimals, (text) => {
      const read = parseDecimal(text);
      return read !== null && new Decimal(read).equals(text) && parseDecimal(read) === read;
    }),
    { numRuns: 2_000 },
  );
});
