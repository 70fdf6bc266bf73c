import { SECOND, systemClock } from "@/lib/clock";
import { workerEnv } from "@/lib/env";
import { openConnectors } from "@/workers/credentials/open-connectors";
import { executeRun } from "@/workers/sync/run/execute-run";
import { openTools } from "@/workers/tools";
import { benchNow } from "./bench-month";
import { countSql } from "./sql-counter";

/**
 * Carries out one run as the worker would and prints what it took. Pauses between calls pass by a clock of their own, so
 * that a quota costs no real time.
 */
const [orgId = "", runId = ""] = process.argv.slice(2);
const env = workerEnv();
const tools = openTools(env, "scripts");
const sql = countSql(tools.database.pool);
const ahead = Date.parse(benchNow) - Date.now();
const clock = { ...systemClock, now: () => new Date(Date.now() + ahead) };
let slept = 0;
const paused = { ...clock, monotonicMs: () => clock.monotonicMs() + slept };
const sleep = async (ms: number) => {
  slept += ms;
};
const engine = {
  ...tools.engine,
  clock,
  openConnectors: (context: Parameters<typeof tools.engine.openConnectors>[0], signal: AbortSignal) =>
    openConnectors(env, context, { clock: paused, sleep, signal }),
};
const begin = performance.now();
const { ended } = await executeRun(engine, { orgId, runId });
const wallS = (performance.now() - begin) / SECOND;
await tools.database.close();
const peakMiB = process.resourceUsage().maxRSS / 1024;
const cpuS = process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
process.stdout.write(`${JSON.stringify({ ended, wallS, cpuS, peakMiB, ...sql })}\n`);
