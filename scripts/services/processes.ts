import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { endProcess, forgetProcess, recordProcess } from "../machine/process-table";

export type ProcessOptions = {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Standard output and error are appended here. Its folder is made. */
  logFile: string;
  /** Where to leave `<name>.json`, so that a later start can end what this one left running. */
  runDir?: string;
  /** What asks it to end, SIGTERM unless told. */
  stopSignal?: NodeJS.Signals;
  /** How long it may take to end before it is killed, in milliseconds. */
  stopTimeoutMs?: number;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

export type RunningProcess = {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<Exit>;
  hasExited: () => boolean;
  /** Asks it to end, then kills its whole process group. Resolves when it is gone; safe to call twice. */
  stop: () => Promise<void>;
};

/**
 * Starts a process in a group of its own, so that Ctrl-C reaches only the launcher, which then ends its children in order.
 * Rejects when the command cannot be started at all.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { name, command, args, logFile, runDir } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a");
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const pid = await spawned(child, command);
  if (runDir) recordProcess(runDir, name, pid);

  let ended = false;
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => {
      ended = true;
      if (runDir) forgetProcess(runDir, name);
      resolve({ code, signal });
    });
  });
  return {
    name,
    pid,
    logFile,
    exited,
    hasExited: () => ended,
    stop: async () => {
      if (!ended) await endProcess(pid, options);
      await exited;
    },
  };
}

/** How many bytes a log holds already, to tell what a process says from what an earlier one said. */
export function sizeOf(logFile: string): number {
  return existsSync(logFile) ? statSync(logFile).size : 0;
}

/** The last lines of a log, to show why a process died. */
export function tailOfLog(logFile: string, lines = 20): string {
  const plain = stripVTControlCharacters(readFileSync(logFile, "utf8"));
  return plain.trimEnd().split("\n").slice(-lines).join("\n");
}

function spawned(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new Error(`Could not start ${command}.`, { cause })));
    child.once("spawn", () => resolve(child.pid ?? 0));
  });
}
