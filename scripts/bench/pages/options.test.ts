import { percentile } from "./ask";
import { readOptions } from "./options";

test("what is measured without a word, and what is said", () => {
  expect(readOptions([])).toEqual({ rows: [10_000, 1_000_000], requests: 400, seconds: 6 });
  const said = ["--rows", "10000000,10000", "--requests", "50", "--seconds", "2"];
  expect(readOptions(said)).toEqual({ rows: [10_000, 10_000_000], requests: 50, seconds: 2 });
});

test.each([
  [["--rows", "many"], "--rows takes whole numbers"],
  [["--rows", "100"], "--rows takes numbers from 10000 on."],
  [["--pages", "all"], "Unknown option '--pages'"],
])("%j is refused in words", (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});

test("a percentile is a value that was measured: of a hundred the ninety-ninth", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(values, 50), percentile(values, 99), percentile(values, 100)]).toEqual([50, 99, 100]);
  expect(percentile([7], 99)).toBe(7);
});
