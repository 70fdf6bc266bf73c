import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { types } from "node:util";
import { z } from "zod";

const processRecord = z.object({ pid: z.int().positive(), startedAt: z.string().min(1) });

/**
 * When the process with this number started, as the system tells it; undefined when there is none (any more).
 * Number and start together name one process for ever: numbers come round again, and some programs, like Next.js,
 * write over their own command line.
 */
export function readStartTime(pid: number): string | undefined {
  try {
    if (!existsSync("/proc/self/stat")) {
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // proc(5): the name in brackets may hold anything; after it come field 3 (state) and onwards. 22 is the start.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const isZombie = fields[0] === "Z";
    return isZombie ? undefined : fields[22 - 3];
  } catch {
    return undefined;
  }
}

/** Leaves a note of a process, for `endLeftovers` of a later start. */
export function recordProcess(runDir: string, name: string, pid: number): void {
  mkdirSync(runDir, { recursive: true });
  writeFileSync(path.join(runDir, `${name}.json`), JSON.stringify({ pid, startedAt: readStartTime(pid) }));
}

export function forgetProcess(runDir: string, name: string): void {
  rmSync(path.join(runDir, `${name}.json`), { force: true });
}

/** The number of the process that `recordProcess` noted under this name, if it still runs. */
export function findRecorded(runDir: string, name: string): number | undefined {
  const record = readRecord(path.join(runDir, `${name}.json`));
  return record && readStartTime(record.pid) === record.startedAt ? record.pid : undefined;
}

/**
 * Ends a process that leads its own group: the signal, a wait of `stopTimeoutMs`, then SIGKILL to the group.
 * Resolves when the process is gone.
 */
export async function endProcess(
  pid: number,
  options: { stopSignal?: NodeJS.Signals; stopTimeoutMs?: number } = {},
): Promise<void> {
  signal(pid, options.stopSignal ?? "SIGTERM");
  if (!(await isGoneWithin(pid, options.stopTimeoutMs ?? 8_000))) {
    signal(-pid, "SIGKILL");
    signal(pid, "SIGKILL");
    await isGoneWithin(pid, 5_000);
  }
  // Whatever the process itself started and did not end.
  signal(-pid, "SIGKILL");
}

/**
 * Ends the processes that an earlier launcher recorded in `runDir` and could not end because it was killed.
 * Answers the names of those it ended.
 */
export async function endLeftovers(runDir: string): Promise<string[]> {
  if (!existsSync(runDir)) return [];
  const ended: string[] = [];
  for (const file of readdirSync(runDir).filter((name) => name.endsWith(".json"))) {
    const name = path.basename(file, ".json");
    const pid = findRecorded(runDir, name);
    if (pid !== undefined) {
      await endProcess(pid, { stopSignal: name === "postgres" ? "SIGINT" : "SIGTERM" });
      ended.push(name);
    }
    forgetProcess(runDir, name);
  }
  return ended;
}

function readRecord(file: string): z.infer<typeof processRecord> | undefined {
  try {
    return processRecord.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Cut off while it was written: nothing in it can be trusted, and killing by guess is worse than a leftover.
    return undefined;
  }
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += 25) {
    if (readStartTime(pid) === undefined) return true;
    await sleep(25);
  }
  return readStartTime(pid) === undefined;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // ESRCH: it has ended by itself, which is what was wanted. macOS says EPERM of a group that is all zombies.
    const code = types.isNativeError(error) && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
