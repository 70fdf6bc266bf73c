import { changedLines, minimumOf } from "./minimum";

test("one line in a hundred changes, each of another customer where there are enough", () => {
  expect(changedLines(1_000)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test.each([
  // A page of agreements, an addition list for each, a creation for each line.
  ["connectwise", 1_000, "full", 1 + 100 + 1_000],
  ["connectwise", 100_000, "full", 10 + 10_000 + 100_000],
  ["connectwise", 1_000, "changed", 1 + 10 + 10],
  ["connectwise", 1_000, "unchanged", 0],
  // Contracts, companies, an empty list of services and of units, the adjustments, and what proves them.
  ["autotask", 1_000, "full", 1 + 1 + 1 + 1 + 1_000 + 2],
  // A hundred services with twelve months of units.
  ["autotask", 1_000, "changed", 1 + 1 + 1 + 3 + 10 + 1],
  ["autotask", 1_000, "unchanged", 0],
] as const)("%s, %d lines, %s: %d calls", (psa, lines, change, calls) => {
  expect(minimumOf(psa, lines, change).calls).toBe(calls);
});
