import { rmSync } from "node:fs";
import path from "node:path";
import { CommandFailed, runCommand } from "../machine/commands";
import { readCounts } from "../test/counts";
import type { Mutation } from "./mutations";

/** How tests ended: `unread` when a file did not even load, which says nothing of what it tests. */
export type Trial = { passed: number; failed: number; unread: boolean; seconds: number };

/** Runs some tests in a copy of the sources. `databaseUrl`: the owner of a throw-away server. */
export async function tryTests(root: string, tests: Mutation["tests"], databaseUrl: string): Promise<Trial> {
  const begin = performance.now();
  const countsFile = path.join(root, "counts.json");
  rmSync(countsFile, { force: true });
  const jest = path.join(root, "node_modules/jest/bin/jest.js");
  // What a safeguard's absence leaves open must not keep the run from ending.
  const words = [
    "--forceExit",
    "--testTimeout=90000",
    "--selectProjects",
    tests.kind,
    "--testPathPatterns",
    tests.path,
  ];
  const reporters = ["--reporters=default", "--reporters=./scripts/testing/test-counts.mjs"];
  const env = { ...process.env, TEST_DATABASE_URL: databaseUrl, TEST_COUNTS_FILE: countsFile };
  const output = await runCommand(process.execPath, [jest, ...reporters, ...words], { cwd: root, env }).catch(
    (error: unknown) => {
      if (error instanceof CommandFailed) return error.output;
      throw error;
    },
  );
  const { passed, failed } = readCounts(countsFile) ?? { passed: 0, failed: 0 };
  const unread = passed + failed === 0 || output.includes("Test suite failed to run");
  return { passed, failed, unread, seconds: (performance.now() - begin) / 1_000 };
}
