import { spawn } from "node:child_process";
import path from "node:path";
import { z } from "zod";
import { runCommand } from "../machine/commands";
import { endProcess } from "../machine/process-table";
import type { Shutdown } from "../machine/shutdown";
import { type Counts, readCounts } from "./counts";
import type { Kind, Selection } from "./selection";

const jest = path.join("node_modules", "jest", "bin", "jest.js");

export type JestRun = {
  kinds: readonly Kind[];
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  countsFile: string;
};

/** The test files that Jest would run, as absolute paths. */
export async function listTests(selection: Selection): Promise<string[]> {
  const answer = await runCommand(process.execPath, [
    jest,
    ...selection.jestArgs,
    "--listTests",
    "--json",
    "--passWithNoTests",
    "--selectProjects",
    ...selection.kinds,
  ]);
  return z.array(z.string()).parse(JSON.parse(answer.slice(answer.indexOf("["))));
}

/** Runs Jest to its end. A run that breaks before it has counted is one failure. */
export async function runJest(run: JestRun, shutdown: Shutdown): Promise<Counts> {
  const child = spawn(
    process.execPath,
    [
      jest,
      // No test is about how quick the machine is: a busy one must not fail what is only slow.
      "--testTimeout=90000",
      ...run.args,
      "--reporters=default",
      "--reporters=./scripts/testing/test-counts.mjs",
      "--selectProjects",
      ...run.kinds,
    ],
    {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...run.env, TEST_COUNTS_FILE: run.countsFile },
      detached: true,
    },
  );
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
  shutdown.add(async () => {
    if (child.exitCode === null && child.pid) await endProcess(child.pid);
  });
  const code = await exited;
  const counts = readCounts(run.countsFile) ?? { passed: 0, failed: 1, skipped: 0 };
  // For example a global set-up that threw, or open handles: Jest says it failed, though no test did.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
