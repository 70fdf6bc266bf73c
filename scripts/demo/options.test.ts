import { readOptions } from "./options";

test("what is said and what holds without a word", () => {
  expect(readOptions([])).toEqual({ help: false, reset: false, scenario: undefined, port: 3000 });
  expect(readOptions(["--reset", "--scenario", "troubled", "--port", "8080"])).toEqual({
    help: false,
    reset: true,
    scenario: "troubled",
    port: 8080,
  });
});

test.each([
  [["--scenario", "broken"], '--scenario knows clean, troubled, wide, not "broken".'],
  [["--port", "many"], '--port must be a number from 1 to 65535, not "many".'],
  [["--port", "70000"], '--port must be a number from 1 to 65535, not "70000".'],
  [["--rest"], "Unknown option '--rest'"],
  [["reset"], "Unexpected argument 'reset'"],
])("%j is refused in words", (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});
