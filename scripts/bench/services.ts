import { rmSync } from "node:fs";
import path from "node:path";
import { endLeftovers, forgetProcess } from "../machine/process-table";
import type { Shutdown } from "../machine/shutdown";
import { startPostgres } from "../services/postgres";
import { openWorkDir } from "../test/work-dir";

/** Where a benchmark keeps throw-away data and logs, and the PostgreSQL that it measures with. */
export type BenchServices = { workDir: string; runDir: string; ownerUrl: string };

/**
 * A throw-away folder, cleared at the end with every process started under its `runDir`, and a PostgreSQL in it.
 * Sets TEST_DATABASE_URL, by which createTestDatabase finds the server. `settings` are PostgreSQL's own.
 */
export async function startBenchServices(
  shutdown: Shutdown,
  settings: Record<string, string> = {},
): Promise<BenchServices> {
  const workDir = await openWorkDir();
  const runDir = path.join(workDir, "run");
  shutdown.add(async () => {
    forgetProcess(runDir, "launcher");
    await endLeftovers(runDir);
    rmSync(workDir, { recursive: true, force: true });
  });
  const postgres = await startPostgres({
    dataDir: path.join(workDir, "postgres"),
    logFile: path.join(workDir, "postgres.log"),
    runDir,
    durable: false,
    maxConnections: 100,
    settings,
  });
  shutdown.add(postgres.stop);
  process.env.TEST_DATABASE_URL = postgres.url;
  return { workDir, runDir, ownerUrl: postgres.url };
}
