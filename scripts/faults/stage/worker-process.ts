import { readFileSync } from "node:fs";
import { type Exit, type RunningProcess, sizeOf, startProcess, tailOfLog } from "../../services/processes";
import { until } from "./until";

/** A worker as it runs in production, in the hands of whoever wants it no good. */
export type WorkerProcess = {
  name: string;
  pid: number;
  log: () => string;
  /** SIGKILL: nothing is tidied up. Resolves when it is gone. */
  kill: () => Promise<void>;
  /** SIGTERM. Resolves when it has ended by itself. */
  terminate: () => Promise<Exit & { tookMs: number }>;
  /** SIGSTOP and SIGCONT. */
  freeze: () => void;
  thaw: () => void;
  /** Blocks its event loop for BLOCK_MS of its settings. */
  block: () => void;
  /** Fills its memory, when its settings say FILL_MEMORY. Resolves when it was ended for it. */
  fillMemory: () => Promise<Exit>;
  hasExited: () => boolean;
  stop: () => Promise<void>;
};

type Options = { name: string; settings: Record<string, string>; logFile: string };

/** Starts the bundled worker and waits until it says that it works. */
export async function startWorkerProcess({ name, settings, logFile }: Options): Promise<WorkerProcess> {
  const saidBefore = sizeOf(logFile);
  const running = await startProcess({
    name,
    command: process.execPath,
    args: ["--enable-source-maps", "--import", "./scripts/faults/stage/misbehave.mjs", "dist/worker.js"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      LOG_LEVEL: "info",
      ...settings,
    },
    logFile,
    runDir: process.env.TEST_RUN_DIR,
    stopTimeoutMs: 12_000,
  });
  const log = () => readFileSync(logFile).subarray(saidBefore).toString();
  await until(`${name} works`, () => running.hasExited() || log().includes("Worker started"));
  if (running.hasExited()) throw new Error(`${name} did not start:\n${tailOfLog(logFile)}`);
  return { name, pid: running.pid, log, ...handsOn(running), hasExited: running.hasExited };
}

function handsOn(running: RunningProcess) {
  const send = (signal: NodeJS.Signals) => {
    if (!running.hasExited()) process.kill(running.pid, signal);
  };
  return {
    kill: async () => {
      send("SIGKILL");
      await running.exited;
    },
    terminate: async () => {
      const begin = performance.now();
      send("SIGTERM");
      return { ...(await running.exited), tookMs: performance.now() - begin };
    },
    freeze: () => send("SIGSTOP"),
    thaw: () => send("SIGCONT"),
    block: () => send("SIGUSR2"),
    fillMemory: () => {
      send("SIGUSR2");
      return running.exited;
    },
    stop: async () => {
      // A frozen process hears nothing but SIGKILL.
      send("SIGCONT");
      await running.stop();
    },
  };
}
