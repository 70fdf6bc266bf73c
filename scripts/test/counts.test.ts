import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import TestCounts from "../testing/test-counts.mjs";
import { addCounts, closingLine, isGood, readCounts } from "./counts";

test.each([
  [{ passed: 3, failed: 0, skipped: 0 }, true],
  [{ passed: 3, failed: 1, skipped: 0 }, false],
  [{ passed: 3, failed: 0, skipped: 1 }, false],
  [{ passed: 0, failed: 0, skipped: 0 }, false],
])("%j is good: %s", (counts, expected) => {
  expect(isGood(counts)).toBe(expected);
});

test("the last line of two runs", () => {
  const sum = addCounts([
    { passed: 10, failed: 0, skipped: 1 },
    { passed: 2, failed: 1, skipped: 0 },
  ]);
  expect(closingLine(sum)).toBe("12 passed, 1 failed, 1 skipped");
});

test("the reporter counts a file that does not load as failed, and a test still to be written as skipped", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "counts "));
  const file = path.join(folder, "counts.json");
  expect(readCounts(file)).toBeUndefined();
  const results = {
    numPassedTests: 5,
    numFailedTests: 1,
    numRuntimeErrorTestSuites: 1,
    numPendingTests: 1,
    numTodoTests: 1,
  };
  new TestCounts(undefined, { file }).onRunComplete(undefined, results);
  expect(readCounts(file)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  rmSync(folder, { recursive: true });
});
