import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type RunningProcess, sizeOf, startProcess, tailOfLog } from "./processes";

const endpoints = z.object({
  prism: z.object({ api: z.url(), identity: z.url(), clientId: z.string(), clientSecret: z.string() }),
  connectwise: z.object({
    url: z.url(),
    companyId: z.string(),
    publicKey: z.string(),
    privateKey: z.string(),
    clientId: z.string(),
  }),
  autotask: z.object({ url: z.url(), userName: z.string(), secret: z.string(), integrationCode: z.string() }),
  mail: z.object({ url: z.url(), apiKey: z.string() }),
  control: z.url(),
});

/** Where the stand-ins listen and what they take as credentials. */
export type SandboxEndpoints = z.infer<typeof endpoints>;

export type SandboxOptions = {
  scenario: string;
  /** What the stand-ins remember over a restart. */
  stateFile: string;
  logFile: string;
  runDir?: string;
  /** The first of the ports that they take, one after the other. Free ones unless told. */
  ports?: number;
};

export type Sandboxes = { endpoints: SandboxEndpoints; process: RunningProcess };

/** How many ports from the first one on the stand-ins may take. */
export const sandboxPortCount = 5;

/** Starts the stand-ins of the outside world in a process of their own and waits until they tell where they listen. */
export async function startSandboxes(options: SandboxOptions): Promise<Sandboxes> {
  const { scenario, stateFile, logFile, ports } = options;
  const saidBefore = sizeOf(logFile);
  const running = await startProcess({
    name: "sandbox",
    command: process.execPath,
    args: [
      "--import",
      "tsx",
      "sandbox/main.ts",
      "--state",
      stateFile,
      "--scenario",
      scenario,
      ...(ports === undefined ? [] : ["--ports", String(ports)]),
    ],
    logFile,
    runDir: options.runDir,
  });
  for (let waited = 0; waited < 30_000 && !running.hasExited(); waited += 50) {
    const told = readEndpoints(readFileSync(logFile).subarray(saidBefore).toString("utf8"));
    if (told) return { endpoints: told, process: running };
    await sleep(50);
  }
  await running.stop();
  throw new Error(`The sandboxes did not start. ${logFile} ends with:\n${tailOfLog(logFile)}`);
}

/** The one line of JSON that the sandboxes print when they listen; undefined while it is not there. */
export function readEndpoints(output: string): SandboxEndpoints | undefined {
  const line = output.split("\n").find((text) => text.startsWith('{"prism"') && text.endsWith("}"));
  return line === undefined ? undefined : endpoints.parse(JSON.parse(line));
}
