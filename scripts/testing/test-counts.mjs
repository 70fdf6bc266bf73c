import { writeFileSync } from "node:fs";
import process from "node:process";

/** A Jest reporter that leaves the counts of its run in the file TEST_COUNTS_FILE; scripts/test adds them up. */
export default class TestCounts {
  onRunComplete(_contexts, results) {
    const file = process.env.TEST_COUNTS_FILE;
    if (!file) return;
    const counts = {
      passed: results.numPassedTests,
      // A file that does not even load has no failed test in it, and counts as one.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}
