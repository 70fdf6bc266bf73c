import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { openDatabase } from "@/db/client";
import { links } from "@/lib/links";
import { freePort } from "../../machine/ports";
import type { Shutdown } from "../../machine/shutdown";
import { portalUrl, startPortal } from "../../services/product";
import { makeSecrets } from "../../services/secrets";
import { createTestDatabase, type TestDatabase } from "../../testing/database";
import { addMember } from "../../testing/members";
import { nowhere } from "../../testing/nowhere";
import { addProgramSync } from "../../testing/sync-records";
import { say } from "../output";
import type { BenchServices } from "../services";
import { fillItems } from "./fill-items";
import { fillRuns, itemsPerRun } from "./fill-runs";
import { fillStatus } from "./fill-status";
import { signIn } from "./sign-in";

/** A portal over an organisation of so many item rows, with the cookie of a signed-in administrator. */
export type BenchPortal = {
  rows: number;
  url: string;
  cookie: string;
  database: TestDatabase;
  /** Addresses of the pages that are measured, by their name in the results. */
  pages: Record<"dashboard" | "history" | "status", string>;
};

/** Fills a database and starts a built portal over it. */
export async function openPortal(
  rows: number,
  { workDir, runDir }: BenchServices,
  shutdown: Shutdown,
): Promise<BenchPortal> {
  const begun = performance.now();
  const database = await createTestDatabase();
  const { member, runId } = await fill(database, rows);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  say(`${rows} item rows, ${itemsPerRun(rows)} in each sync that has any: filled in ${seconds} s`);
  const port = await freePort(3200);
  const url = portalUrl(port);
  const secrets = { ...makeSecrets(), portalPassword: new URL(database.portalUrl).password };
  const logsDir = `${workDir}/portal-${rows}`;
  const running = await startPortal({
    ownerUrl: database.ownerUrl,
    secrets,
    endpoints: nowhere,
    portalPort: port,
    logsDir,
    runDir: `${runDir}-${rows}`,
  });
  shutdown.add(running.stop);
  const cookie = await signIn(database, url, member.userId);
  const pages = { dashboard: links.dashboard(), history: links.history(), status: links.run(runId) };
  return { rows, url: `http://127.0.0.1:${port}`, cookie, database, pages };
}

async function fill(database: TestDatabase, rows: number) {
  const opened = openDatabase(database.ownerUrl, { maxConnections: 1 });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    const email = `${randomUUID()}@bench.example`;
    const member = await addMember(opened.db, { organisation: "Bench IT", email, role: "admin" });
    const sync = await addProgramSync(opened.db, member.orgId);
    await fillRuns(owner, sync, rows);
    await fillItems(owner, sync, rows);
    await owner.query("vacuum analyze");
    const { newestRunId } = await fillStatus(opened.db, sync);
    await owner.query("vacuum full sync_runs");
    await owner.query("analyze sync_runs");
    return { member, runId: newestRunId };
  } finally {
    await owner.end();
    await opened.close();
  }
}
