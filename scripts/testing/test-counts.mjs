import { writeFileSync } from "node:fs";
import process from "node:process";

/** A Jest reporter that leaves the counts of its run in the file TEST_COUNTS_FILE; scripts/test adds them up. */
export default class TestCounts {
  /**
   * @param {unknown} _globalConfig
   * @param {{file?: string}} options
   */
  constructor(_globalConfig, options) {
    this.file = options.file ?? process.env.TEST_COUNTS_FILE;
  }

  /**
   * @param {unknown} _contexts
   * @param {{numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number}} results
   */
  onRunComplete(_contexts, results) {
    if (!this.file) return;
    const counts = {
      passed: results.numPassedTests,
      // A file that does not even load has no failed test in it, and counts as one.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(this.file, JSON.stringify(counts));
  }
}
