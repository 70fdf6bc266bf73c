import type { Shutdown } from "../../machine/shutdown";
import type { Bench } from "../benches";
import { printResult, printTable, rounded, say } from "../output";
import { type BenchServices, startBenchServices } from "../services";
import { countingSettings, readStatements, tellStatements } from "../statements";
import { changeInvoice } from "./change-invoice";
import { measureFloor } from "./floor";
import { minimumOf } from "./minimum";
import { type Change, type Psa, readOptions, type SyncBenchOptions, usage } from "./options";
import { type BenchOrganisation, seedOrganisation } from "./organisation";
import { requireGoodEnd } from "./run-record";
import { clearCalls, type LargeSandboxes, readCalls, startLargeSandboxes } from "./sandboxes";
import { bundle, type Worked, workOff } from "./worker-process";

export const syncBench: Bench = {
  name: "sync",
  summary: "time, memory, calls and SQL statements of a sync",
  usage,
  run: async (args, shutdown) => benchSync(args, shutdown),
};

type Size = { psa: Psa; lines: number; latencyMs: number };
type Row = (string | number | null)[];

const head = [
  "psa",
  "lines",
  "ms",
  "change",
  "calls",
  "minimum",
  "ratio",
  "writes",
  "source",
  "wall s",
  "floor s",
  "sandbox s",
  "cpu s",
  "peak MiB",
  "sql/1000",
  "sql/written",
];

async function benchSync(args: string[], shutdown: Shutdown): Promise<void> {
  const options = readOptions(args);
  const { psas, lines, latencies } = options;
  const services = await startBenchServices(shutdown, countingSettings);
  const programs = {
    worker: await bundle(services, "scripts/bench/sync/worker-main.ts"),
    floor: await bundle(services, "scripts/bench/sync/floor-main.ts"),
  };
  const rows: Row[] = [];
  for (const psa of psas)
    for (const size of lines)
      for (const latencyMs of latencies)
        rows.push(...(await measureSize(services, programs, { psa, lines: size, latencyMs }, options)));
  printTable(head, rows);
}

type Programs = { worker: string; floor: string };

async function measureSize(
  services: BenchServices,
  programs: Programs,
  size: Size,
  { changes, statements }: SyncBenchOptions,
): Promise<Row[]> {
  const { psa, lines, latencyMs } = size;
  say(`${psa}, ${lines} lines, ${latencyMs} ms: preparing`);
  const sandboxes = await startLargeSandboxes(services, size);
  const organisation = await seedOrganisation(sandboxes.endpoints, size);
  try {
    const products = await organisation.request("products");
    await workOff(programs.worker, organisation, products);
    const rows: Row[] = [];
    // The first load is what the others build on.
    for (const change of ["full", "unchanged", "changed"] as const) {
      if (change !== "full" && !changes.includes(change)) continue;
      say(`${psa}, ${lines} lines, ${latencyMs} ms: ${change}`);
      if (change === "changed") await changeInvoice(sandboxes, psa, organisation.world);
      const measured = await measureRun(programs.worker, sandboxes, organisation, size, change, statements);
      if (!changes.includes(change)) continue;
      const floorS = await measureFloor(services, programs.floor, size, change, measured.called.calls);
      rows.push(report(size, change, measured, floorS));
    }
    return rows;
  } finally {
    await organisation.database.drop();
    await sandboxes.stop();
  }
}

type Measured = { worked: Worked; called: Awaited<ReturnType<typeof readCalls>> };

async function measureRun(
  program: string,
  sandboxes: LargeSandboxes,
  organisation: BenchOrganisation,
  { psa, lines }: Size,
  change: Change,
  toldStatements: number,
): Promise<Measured> {
  await clearCalls(sandboxes);
  const runId = await organisation.request("customers");
  let worked: Worked | undefined;
  const sent = await readStatements(organisation.database.ownerUrl, "prism_worker", async () => {
    worked = await workOff(program, organisation, runId);
  });
  tellStatements(sent, toldStatements);
  if (!worked) throw new Error("The worker told nothing.");
  if (worked.ended !== "finished") throw new Error(`The worker let go of the run: ${worked.ended}.`);
  await requireGoodEnd(organisation, runId, minimumOf(psa, lines, change).written);
  return { worked, called: await readCalls(sandboxes, psa) };
}

function report(
  { psa, lines, latencyMs }: Size,
  change: Change,
  { worked, called }: Measured,
  floorS: number | null,
): Row {
  const { written, calls: minimumCalls } = minimumOf(psa, lines, change);
  const { calls, writes, sourceCalls, handlingS } = called;
  const unchanged = lines - written;
  const sqlPer1000Unchanged = unchanged === 0 ? null : rounded((worked.others * 1_000) / unchanged);
  const sqlPerWritten = written === 0 ? null : rounded(worked.ofWrites / written);
  const wallS = rounded(worked.wallS);
  const peakMiB = Math.round(worked.peakMiB);
  printResult({
    bench: "sync",
    psa,
    lines,
    latencyMs,
    change,
    calls,
    minimumCalls,
    writes,
    sourceCalls,
    wallS,
    peakMiB,
    sqlPer1000Unchanged,
    sqlPerWritten,
  });
  const ratio = minimumCalls === 0 ? null : rounded(calls / minimumCalls, 3);
  return [
    psa,
    lines,
    latencyMs,
    change,
    calls,
    minimumCalls,
    ratio,
    writes,
    sourceCalls,
    wallS,
    floorS === null ? null : rounded(floorS),
    rounded(handlingS),
    rounded(worked.cpuS),
    peakMiB,
    sqlPer1000Unchanged,
    sqlPerWritten,
  ];
}
