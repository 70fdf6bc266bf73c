import { readOptions } from "./options";

test("measures both PSAs and every change unless told, at sizes that take minutes", () => {
  expect(readOptions([])).toEqual({
    statements: 0,
    psas: ["connectwise", "autotask"],
    lines: [1_000, 10_000],
    latencies: [0],
    changes: ["full", "changed", "unchanged"],
  });
});

test("takes several of each", () => {
  const args = [
    "--psa",
    "autotask",
    "--lines",
    "1000,100000",
    "--latency",
    "0,150",
    "--change",
    "unchanged,full",
  ];
  expect(readOptions(args)).toEqual({
    statements: 0,
    psas: ["autotask"],
    lines: [1_000, 100_000],
    latencies: [0, 150],
    changes: ["unchanged", "full"],
  });
});

test.each([
  [["--psa", "halo"], '--psa knows connectwise, autotask, not "halo".'],
  [["--lines", "many"], '--lines takes whole numbers with commas between, not "many".'],
  [["--lines", "1000,55"], "--lines takes 100 or more, by tens, not 55."],
  [["--change", ""], '--change knows full, changed, unchanged, not "".'],
])("%j is refused with words", (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});
