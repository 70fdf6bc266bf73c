import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { endLeftovers, findRecorded, recordProcess } from "../machine/process-table";

/**
 * A folder for this run's throw-away data, .data/test/<process>. Several runs may go on at once; what a killed one
 * left behind, files and processes, is cleared away first.
 */
export async function openWorkDir(root = process.cwd()): Promise<string> {
  const parent = path.join(root, ".data/test");
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const folder = path.join(parent, name);
    if (findRecorded(path.join(folder, "run"), "launcher") !== undefined) continue;
    await endAll(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  const own = path.join(parent, String(process.pid));
  mkdirSync(own, { recursive: true });
  recordProcess(path.join(own, "run"), "launcher", process.pid);
  return own;
}

/** Where tests note the processes that they start themselves, apart from those of the same name that serve all tests. */
export function runDirOfTests(workDir: string): string {
  return path.join(workDir, "run-of-tests");
}

/** Ends whatever of this run is still up. */
export async function endAll(workDir: string): Promise<void> {
  await endLeftovers(runDirOfTests(workDir));
  await endLeftovers(path.join(workDir, "run"));
}
