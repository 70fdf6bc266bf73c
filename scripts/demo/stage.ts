import path from "node:path";
import type { Shutdown } from "../machine/shutdown";
import { step } from "../machine/steps";
import { type RunningProcess, tailOfLog } from "../services/processes";
import type { DemoPaths } from "./state";

/** What every step of bringing the demo up needs. */
export type Stage = {
  /** Runs a step and tells its seconds; no new one begins once the end has. */
  next: <T>(name: string, work: () => T | Promise<T>) => Promise<T>;
  /** Ends the process with the demo, and tells when it ends by itself. */
  keep: (running: RunningProcess) => void;
  /** Where a process of this name leaves its log and the note of its number. */
  placeOf: (name: string) => { logFile: string; runDir: string };
};

export function openStage(paths: DemoPaths, shutdown: Shutdown): Stage {
  return {
    next: (name, work) => {
      if (shutdown.hasBegun()) throw new Error("The demo is ending.");
      return step(name, work);
    },
    keep: (running) => {
      shutdown.add(running.stop);
      void tellDeath(running, shutdown);
    },
    placeOf: (name) => ({ logFile: path.join(paths.logs, `${name}.log`), runDir: paths.run }),
  };
}

async function tellDeath(running: RunningProcess, shutdown: Shutdown): Promise<void> {
  const { code, signal } = await running.exited;
  if (shutdown.hasBegun()) return;
  const log = path.relative(process.cwd(), running.logFile);
  console.error(
    `\nThe ${running.name} has ended by itself (${signal ?? `code ${code}`}). ${log} ends with:\n${tailOfLog(running.logFile)}\nStop with Ctrl-C and start again.`,
  );
}
