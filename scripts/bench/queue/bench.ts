import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "@/db/client";
import { MINUTE, SECOND } from "@/lib/clock";
import { links } from "@/lib/links";
import { freePort } from "../../machine/ports";
import type { Shutdown } from "../../machine/shutdown";
import { buildPortal } from "../../services/build";
import type { RunningProcess } from "../../services/processes";
import { portalUrl, startPortal, startWorker } from "../../services/product";
import { startRedis } from "../../services/redis";
import type { Bench } from "../benches";
import { printResult, printTable, rounded, say } from "../output";
import { type Asker, openAsker, percentile } from "../pages/ask";
import { signIn } from "../pages/sign-in";
import { type BenchServices, startBenchServices } from "../services";
import { type BenchOrganisation, seedOrganisation } from "../sync/organisation";
import { startLargeSandboxes } from "../sync/sandboxes";
import { type QueueBenchOptions, readOptions, usage } from "./options";
import { addSmallOrganisation, readRun, type SmallOrganisation } from "./small-organisation";

export const queueBench: Bench = {
  name: "queue",
  summary: "how soon a sync starts, alone and beside a large one, and what the portal feels of it",
  usage,
  run: async (args, shutdown) => runQueue(readOptions(args), shutdown),
};

type Rig = {
  db: Database;
  large: BenchOrganisation;
  small: SmallOrganisation;
  asker: Asker;
  worker: RunningProcess;
};

async function runQueue(options: QueueBenchOptions, shutdown: Shutdown): Promise<void> {
  const services = await startBenchServices(shutdown);
  const rig = await openRig(options, services, shutdown);
  const alone = await startTimes(rig, options.runs);
  say("The large organisation begins its first sync");
  await endOf(rig.db, await rig.large.request("products"), 10 * MINUTE);
  const largeRun = await rig.large.request("customers");
  await underWay(rig.db, largeRun);
  const beside = await startTimesUntil(rig, performance.now() + (options.seconds / 2) * SECOND);
  const { idle, busy } = await pageTimesInTurn(rig, performance.now() + (options.seconds / 2) * SECOND);
  const { status, progressDone } = await readRun(rig.db, largeRun);
  say(`The large sync was ${status} to the end of the measurement, with ${progressDone} lines done`);
  report(options, { alone, beside, idle, busy, status });
}

async function openRig(
  { lines }: QueueBenchOptions,
  services: BenchServices,
  shutdown: Shutdown,
): Promise<Rig> {
  const { workDir, runDir } = services;
  say("Building the portal (only when it changed)");
  await buildPortal({ logFile: `${workDir}/build.log`, runDir });
  const redis = await startRedis({ dataDir: `${workDir}/redis`, logFile: `${workDir}/redis.log`, runDir });
  shutdown.add(redis.stop);
  const sandboxes = await startLargeSandboxes(services, { lines, latencyMs: 0 });
  shutdown.add(sandboxes.stop);
  const large = await seedOrganisation(sandboxes.endpoints, { psa: "connectwise", lines });
  const small = await addSmallOrganisation(large);
  shutdown.add(small.close);
  const portalPort = await freePort(3300);
  const passwords = {
    portalPassword: new URL(large.database.portalUrl).password,
    workerPassword: new URL(large.database.workerUrl).password,
  };
  const product = {
    ownerUrl: large.database.ownerUrl,
    secrets: { ...large.secrets, ...passwords },
    endpoints: sandboxes.endpoints,
    portalPort,
    redisUrl: redis.url,
    logsDir: workDir,
    runDir,
  };
  const portal = await startPortal(product);
  shutdown.add(portal.stop);
  const worker = await startWorker(product);
  shutdown.add(worker.stop);
  const cookie = await signIn(large.database, portalUrl(portalPort), small.userId);
  const asker = openAsker({ url: `http://127.0.0.1:${portalPort}`, cookie });
  shutdown.add(asker.close);
  const owner = openDatabase(large.database.ownerUrl, { maxConnections: 2 });
  shutdown.add(owner.close);
  const rig = { db: owner.db, large, small, asker, worker };
  // What every later sync of it finds done.
  await endOf(rig.db, await small.request("customers"), 10 * MINUTE);
  return rig;
}

async function endOf(db: Database, runId: string, limitMs: number) {
  for (let waited = 0; waited < limitMs; waited += 20) {
    const run = await readRun(db, runId);
    if (run.finishedAt) return run;
    await sleep(20);
  }
  throw new Error(`A sync did not end within ${limitMs / MINUTE} minutes.`);
}

async function underWay(db: Database, runId: string): Promise<void> {
  for (let waited = 0; waited < 10 * MINUTE; waited += 50) {
    const run = await readRun(db, runId);
    if (run.finishedAt) throw new Error("The large sync was over too soon: give it more --lines.");
    if (run.progressDone > 0) return;
    await sleep(50);
  }
  throw new Error("The large sync did not begin.");
}

/** How long after each request a sync of the small organisation began, one after the other. */
async function startTimes(rig: Rig, runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) {
    const { startMs } = await endOf(rig.db, await rig.small.request("customers"), MINUTE);
    if (startMs !== null) times.push(startMs);
  }
  return times;
}

async function startTimesUntil(rig: Rig, end: number): Promise<number[]> {
  const times: number[] = [];
  while (performance.now() < end) times.push(...(await startTimes(rig, 1)));
  return times;
}

/** Shorter than a lease: a worker that stands still so long goes on with its sync afterwards. */
const slice = 2 * SECOND;

/**
 * How long pages take while the worker goes on, and while it is made to stand still, in turn: whatever else the machine
 * does weighs on both.
 */
async function pageTimesInTurn({ asker, worker }: Rig, end: number) {
  const [idle, busy]: [number[], number[]] = [[], []];
  await pageTimes(asker, slice);
  while (performance.now() < end) {
    process.kill(worker.pid, "SIGSTOP");
    try {
      idle.push(...(await pageTimes(asker, slice)));
    } finally {
      process.kill(worker.pid, "SIGCONT");
    }
    busy.push(...(await pageTimes(asker, slice)));
  }
  return { idle, busy };
}

/** The dashboard and the history, asked for in turn as a person would who is in a hurry. */
async function pageTimes(asker: Asker, ms: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + ms;
  while (performance.now() < end) {
    for (const path of [links.dashboard(), links.history()]) times.push((await asker.ask(path)).ms);
  }
  return times;
}

type Measured = { alone: number[]; beside: number[]; idle: number[]; busy: number[]; status: string };

function report({ lines }: QueueBenchOptions, { alone, beside, idle, busy, status }: Measured): void {
  const [p50, p99] = [50, 99].map((percent) => (times: number[]) => rounded(percentile(times, percent), 1));
  if (!p50 || !p99) return;
  printResult({
    bench: "queue",
    measure: "start",
    beside: null,
    runs: alone.length,
    p50Ms: p50(alone),
    p99Ms: p99(alone),
  });
  printResult({
    ...{ bench: "queue", measure: "start", beside: lines, runs: beside.length },
    ...{ p50Ms: p50(beside), p99Ms: p99(beside), largestMs: Math.max(...beside), large: status },
  });
  printResult({
    ...{ bench: "queue", measure: "portal", beside: lines, idleP50Ms: p50(idle), busyP50Ms: p50(busy) },
    ...{ idleP99Ms: p99(idle), busyP99Ms: p99(busy), ratio: rounded(p99(busy) / p99(idle)) },
  });
  printTable(
    ["measured", "times", "p50 ms", "p99 ms", "longest ms"],
    (
      [
        ["sync starts, alone", alone],
        ["sync starts, beside a large one", beside],
        ["page, idle", idle],
        ["page, beside a large sync", busy],
      ] as const
    ).map(([what, times]) => [
      what,
      times.length,
      p50([...times]),
      p99([...times]),
      rounded(Math.max(...times), 1),
    ]),
  );
}
