import { eq } from "drizzle-orm";
import { type Database, inOrg, openDatabase } from "@/db/client";
import { requestRetry, requestRun } from "@/db/commands/runs/request-run";
import { findWaiting } from "@/db/queries/across-organisations";
import {
  programSyncs,
  type SyncKind,
  type SyncMode,
  type SyncTrigger,
  syncRuns,
  syncStatus,
} from "@/db/schema";
import type { WorkerEnv } from "@/lib/env";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import type { ScenarioName } from "@/sandbox/world/seed";
import { executeRun } from "@/workers/sync/run/execute-run";
import { openTools, type WorkerTools } from "@/workers/tools";
import { seedDemo } from "../demo/seed";
import { makeSecrets } from "../services/secrets";
import { createTestDatabase, type TestDatabase } from "./database";
import { SandboxControl } from "./sandbox-control";

/** A month that every test means when it does not care: the newest that PRISM has invoiced. */
export const testUsageMonth = "2026-10-01";

/** The product without its processes: a database, the sandboxes, the demo organisation, the worker's engine. */
export type Rig = {
  db: Database;
  database: TestDatabase;
  sandbox: Sandbox;
  control: SandboxControl;
  tools: WorkerTools;
  orgId: string;
  programSync: typeof programSyncs.$inferSelect;
  /** Asks for a run and works off everything that is due, as the worker would. Gives the run as it ended. */
  run: (kind: SyncKind, options?: { mode?: SyncMode; trigger?: SyncTrigger }) => Promise<FinishedRun>;
  retry: (runId: string, kind: SyncKind, keys: string[]) => Promise<FinishedRun>;
  status: (kind: SyncKind) => Promise<typeof syncStatus.$inferSelect | undefined>;
  close: () => Promise<void>;
};

export type FinishedRun = typeof syncRuns.$inferSelect;

export async function startRig(scenario: ScenarioName = "clean"): Promise<Rig> {
  const database = await createTestDatabase();
  const sandbox = await startSandbox({ scenario, newestUsageMonth: testUsageMonth });
  const { endpoints } = sandbox;
  const secrets = makeSecrets();
  const portalUrl = "http://localhost:3999";
  await seedDemo({
    ownerUrl: database.ownerUrl,
    endpoints,
    portalUrl,
    secrets,
    scenario,
    newestUsageMonth: testUsageMonth,
  });
  const env: WorkerEnv = {
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    DATABASE_URL: database.workerUrl,
    NEXTAUTH_URL: portalUrl,
    CREDENTIALS_PRIVATE_KEY: secrets.credentialsPrivateKey,
    PRISM_API_URL: endpoints.prism.api,
    PRISM_IDENTITY_URL: endpoints.prism.identity,
    RESEND_API_KEY: endpoints.mail.apiKey,
    RESEND_BASE_URL: endpoints.mail.url,
    MAIL_FROM: "PRISM Connect <sync@prism-connect.example>",
    PSA_HOST_SUFFIXES: [],
    SANDBOX: true,
  };
  const tools = openTools(env, "scripts");
  const { db } = tools.database;
  const programSync = await findProgramSync(database.ownerUrl);
  const { orgId } = programSync;

  async function workOff(runId: string): Promise<FinishedRun> {
    for (let turn = 0; turn < 50; turn += 1) {
      for (const { bell, subjectId } of await findWaiting(db, 50)) {
        if (bell === "run") await executeRun(tools.engine, { orgId, runId: subjectId });
      }
      const run = await findRun(db, orgId, runId);
      if (run.finishedAt) return run;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("The run did not end.");
  }

  const of = { orgId, programSyncId: programSync.id, connectionId: programSync.connectionId };
  return {
    db,
    database,
    sandbox,
    control: new SandboxControl(endpoints.control),
    tools,
    orgId,
    programSync,
    run: async (kind, options = {}) => {
      const { mode = "live", trigger = "person" } = options;
      const asked = { ...of, kind, mode, trigger, requestedBy: null };
      const { runId } = await inOrg(db, orgId, (tx) => requestRun(tx, asked));
      return workOff(runId);
    },
    retry: async (retryOf, kind, keys) => {
      const asked = { ...of, kind, requestedBy: null, retryOf, keys };
      const { runId } = await inOrg(db, orgId, (tx) => requestRetry(tx, asked));
      return workOff(runId);
    },
    status: async (kind) => {
      const rows = await inOrg(db, orgId, (tx) =>
        tx.select().from(syncStatus).where(eq(syncStatus.kind, kind)),
      );
      return rows[0];
    },
    close: async () => {
      await tools.database.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

async function findProgramSync(ownerUrl: string): Promise<typeof programSyncs.$inferSelect> {
  const owner = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    const [programSync] = await owner.db.select().from(programSyncs);
    if (!programSync) throw new Error("The demo organisation has no program sync.");
    return programSync;
  } finally {
    await owner.close();
  }
}

async function findRun(db: Database, orgId: string, runId: string): Promise<FinishedRun> {
  const [run] = await inOrg(db, orgId, (tx) => tx.select().from(syncRuns).where(eq(syncRuns.id, runId)));
  if (!run) throw new Error("There is no such run.");
  return run;
}
