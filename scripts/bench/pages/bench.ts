import type { Shutdown } from "../../machine/shutdown";
import { buildPortal } from "../../services/build";
import type { Bench } from "../benches";
import { printResult, printTable, rounded, say } from "../output";
import { startBenchServices } from "../services";
import { countingSettings, readStatements, tellStatements } from "../statements";
import { type Asker, measureThroughput, openAsker, percentile } from "./ask";
import { type BenchPortal, openPortal } from "./open-portal";
import { type PagesBenchOptions, readOptions, usage } from "./options";
import { measureScript } from "./script-size";

const pages = ["dashboard", "history", "status"] as const;
type Page = (typeof pages)[number];

/** Signed in like the others, with the menu, and without a query of its own. */
const emptyPage = "/connections/new";

/** Faster loading of millions of rows; nothing that a page would notice. */
const loading = {
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "8GB",
  maintenance_work_mem: "512MB",
};

export const pagesBench: Bench = {
  name: "pages",
  summary: "time, buffers, throughput and script of dashboard, history and Sync Status",
  usage,
  run: async (args, shutdown) => runPages(readOptions(args), shutdown),
};

type Side = { portal: BenchPortal; asker: Asker };

async function runPages(options: PagesBenchOptions, shutdown: Shutdown): Promise<void> {
  const services = await startBenchServices(shutdown, { ...countingSettings, ...loading });
  say("Building the portal (only when it changed)");
  await buildPortal({ logFile: `${services.workDir}/build.log`, runDir: services.runDir });
  const sides: Side[] = [];
  for (const rows of options.rows) {
    const portal = await openPortal(rows, services, shutdown);
    const asker = openAsker(portal);
    shutdown.add(asker.close);
    sides.push({ portal, asker });
  }
  const table: (string | number)[][] = [];
  for (const page of pages) {
    for (const result of await measurePage(page, sides, options)) {
      printResult(result);
      table.push(Object.values(result).slice(1));
    }
  }
  printTable(["page", "rows", "p50 ms", "p99 ms", "buffers", "pages/s", "empty/s", "script KiB"], table);
}

/** Measures a page over every size in turn: request by request, and throughput slice by slice. */
async function measurePage(page: Page, sides: Side[], { requests, seconds }: PagesBenchOptions) {
  const times = new Map<Side, number[]>(sides.map((side) => [side, []]));
  for (let count = -20; count < requests; count += 1) {
    for (const side of sides) {
      const { ms } = await side.asker.ask(side.portal.pages[page]);
      if (count >= 0) times.get(side)?.push(ms);
    }
  }
  const rates = await measureRates(page, sides, seconds);
  const results = [];
  for (const side of sides) {
    const path = side.portal.pages[page];
    const statements = await readStatements(side.portal.database.ownerUrl, "prism_portal", async () => {
      await side.asker.ask(path);
    });
    say(`\n${page}, ${side.portal.rows} rows: ${statements.length} kinds of statement`);
    tellStatements(statements);
    const measured = times.get(side) ?? [];
    const { rps = 0, emptyRps = 0 } = rates.get(side) ?? {};
    results.push({
      bench: "pages",
      page,
      rows: side.portal.rows,
      p50Ms: rounded(percentile(measured, 50)),
      p99Ms: rounded(percentile(measured, 99)),
      buffers: statements.reduce((sum, { buffers }) => sum + buffers, 0),
      rps: rounded(rps, 1),
      emptyRps: rounded(emptyRps, 1),
      scriptKiBGzip: rounded(await measureScript(side.asker, path), 1),
    });
  }
  return results;
}

const slices = 4;

async function measureRates(page: Page, sides: Side[], seconds: number) {
  const rates = new Map<Side, { rps: number; emptyRps: number }>();
  const ms = (seconds * 1000) / slices;
  for (let slice = 0; slice < slices; slice += 1) {
    for (const side of sides) {
      const { rps, emptyRps } = rates.get(side) ?? { rps: 0, emptyRps: 0 };
      const own = await measureThroughput(side.asker, side.portal.pages[page], ms);
      const empty = await measureThroughput(side.asker, emptyPage, ms);
      rates.set(side, { rps: rps + own / slices, emptyRps: emptyRps + empty / slices });
    }
  }
  return rates;
}
