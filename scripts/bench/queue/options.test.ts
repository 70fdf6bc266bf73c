import { readOptions } from "./options";

test("what is measured without a word, what is said, and the least that tells anything", () => {
  expect(readOptions([])).toEqual({ lines: 10_000, runs: 100, seconds: 40 });
  const said = ["--lines", "100000", "--runs", "20", "--seconds", "15"];
  expect(readOptions(said)).toEqual({ lines: 100_000, runs: 20, seconds: 15 });
  expect(readOptions(["--lines", "1", "--runs", "1", "--seconds", "1"])).toEqual({
    lines: 100,
    runs: 5,
    seconds: 5,
  });
});

test("what is no number is refused in words", () => {
  expect(() => readOptions(["--lines", "many"])).toThrow("--lines takes whole numbers");
});
