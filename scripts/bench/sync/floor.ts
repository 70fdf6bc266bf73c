import { z } from "zod";
import { runCommand } from "../../machine/commands";
import type { BenchServices } from "../services";
import type { Change, Psa } from "./options";
import { startLargeSandboxes } from "./sandboxes";

const answer = z.object({ wallS: z.number() });

/** Seconds that so many bare requests take on fresh sandboxes; null when there were none. */
export async function measureFloor(
  services: BenchServices,
  program: string,
  { psa, lines, latencyMs }: { psa: Psa; lines: number; latencyMs: number },
  change: Change,
  calls: number,
): Promise<number | null> {
  if (calls === 0) return null;
  const sandboxes = await startLargeSandboxes(services, { lines, latencyMs });
  try {
    const endpoints = JSON.stringify(sandboxes.endpoints);
    const args = ["--max-old-space-size=8192", program, psa, change, String(lines), String(calls), endpoints];
    return answer.parse(JSON.parse(await runCommand(process.execPath, args))).wallS;
  } finally {
    await sandboxes.stop();
  }
}
