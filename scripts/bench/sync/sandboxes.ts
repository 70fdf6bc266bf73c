import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { SECOND } from "@/lib/clock";
import { startProcess, tailOfLog } from "../../services/processes";
import { readEndpoints, type SandboxEndpoints } from "../../services/sandboxes";
import { SandboxControl } from "../../testing/sandbox-control";
import type { BenchServices } from "../services";
import type { Psa } from "./options";

/** The sandboxes of one measurement, in a process of their own. */
export type LargeSandboxes = {
  endpoints: SandboxEndpoints;
  control: SandboxControl;
  stop: () => Promise<void>;
};

/** What was called since the counters were last cleared. */
export type Calls = { calls: number; writes: number; sourceCalls: number; handlingS: number };

const call = z.object({
  service: z.string(),
  method: z.string(),
  path: z.string(),
  calls: z.number(),
  failed: z.number(),
  handlingMs: z.object({ total: z.number() }),
});

const longestStartMs = 120 * SECOND;

/** Starts sandboxes with so many invoice lines, which wait `latencyMs` before each answer. */
export async function startLargeSandboxes(
  { workDir, runDir }: BenchServices,
  { lines, latencyMs }: { lines: number; latencyMs: number },
): Promise<LargeSandboxes> {
  const logFile = path.join(workDir, `sandbox-${lines}-${Date.now()}.log`);
  const running = await startProcess({
    name: "sandbox",
    command: process.execPath,
    args: [
      "--import",
      "tsx",
      "--max-old-space-size=8192",
      "scripts/bench/sync/sandbox-main.ts",
      String(lines),
    ],
    logFile,
    runDir,
  });
  for (let waited = 0; waited < longestStartMs && !running.hasExited(); waited += 50) {
    const endpoints = readEndpoints(readFileSync(logFile, "utf8"));
    if (!endpoints) {
      await sleep(50);
      continue;
    }
    const control = new SandboxControl(endpoints.control);
    await prepare(control, latencyMs);
    return { endpoints, control, stop: running.stop };
  }
  await running.stop();
  throw new Error(`The sandboxes did not start. ${logFile} ends with:\n${tailOfLog(logFile)}`);
}

/** The hourly quota would let a run wait for hours: it is lifted, and pauses between calls pass by the worker's clock. */
async function prepare(control: SandboxControl, latencyMs: number): Promise<void> {
  const threshold = { limit: 1_000_000_000, usedElsewhere: 0 };
  await control.settings({ autotask: { threshold, latencyMs } });
  if (latencyMs === 0) return;
  for (const service of ["prism", "connectwise"])
    await control.fault({
      service,
      times: "always",
      effect: { kind: "delay", ms: latencyMs, when: "before" },
    });
}

/** What the worker called; nothing may have failed. */
export async function readCalls({ endpoints }: LargeSandboxes, psa: Psa): Promise<Calls> {
  const all = z.array(call).parse(await (await fetch(`${endpoints.control}/calls`)).json());
  const failed = all.filter((one) => one.failed > 0);
  if (failed.length > 0) throw new Error(`The sandboxes refused calls: ${JSON.stringify(failed)}`);
  const sum = (list: typeof all) => list.reduce((total, one) => total + one.calls, 0);
  const ofPsa = all.filter((one) => one.service === psa);
  return {
    calls: sum(ofPsa),
    writes: sum(ofPsa.filter(isWrite)),
    sourceCalls: sum(all.filter((one) => one.service === "prism")),
    handlingS: all.reduce((total, one) => total + one.handlingMs.total, 0) / SECOND,
  };
}

function isWrite({ method, path: where }: z.infer<typeof call>): boolean {
  return method !== "GET" && !/\/query(\/count|\/next)?$/.test(where);
}

export async function clearCalls({ endpoints }: LargeSandboxes): Promise<void> {
  await fetch(`${endpoints.control}/calls`, { method: "DELETE" });
}
