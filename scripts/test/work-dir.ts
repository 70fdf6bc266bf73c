import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem } from "node:os";
import path from "node:path";
import { endLeftovers, findRecorded, recordProcess } from "../machine/process-table";

/** Making and dropping a database, which every test does, takes a fraction of the time there. */
const memory = "/dev/shm";

/** What a run of all tests may fill; many containers have far less. */
const memoryNeeded = 6 * 2 ** 30;

/**
 * A folder for this run's throw-away data: .data/test/<process>, or one in memory where that is asked for and there is
 * enough of it. Several runs may go on at once; what a killed one left behind, files and processes, is cleared away first.
 */
export async function openWorkDir(where: "disk" | "memory" = "disk", root = process.cwd()): Promise<string> {
  const onDisk = path.join(root, ".data/test");
  const inMemory = path.join(memory, `prism-connect-${hashOf(root)}`);
  for (const parent of [onDisk, inMemory]) await clearLeftovers(parent);
  const own = path.join(where === "memory" && hasMemory() ? inMemory : onDisk, String(process.pid));
  mkdirSync(own, { recursive: true });
  recordProcess(path.join(own, "run"), "launcher", process.pid);
  return own;
}

function hashOf(root: string): string {
  return createHash("sha256").update(root).digest("hex").slice(0, 12);
}

function hasMemory(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= memoryNeeded && freemem() >= memoryNeeded;
}

async function clearLeftovers(parent: string): Promise<void> {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const folder = path.join(parent, name);
    if (findRecorded(path.join(folder, "run"), "launcher") !== undefined) continue;
    await endAll(folder);
    rmSync(folder, { recursive: true, force: true });
  }
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
