import { setTimeout as delay } from "node:timers/promises";
import { eq, inArray, notInArray } from "drizzle-orm";
import { type Database, inOrg, openDatabase } from "@/db/client";
import { customers, mappings, programSyncs, type SyncKind, type syncRuns, syncStatus } from "@/db/schema";
import { SECOND } from "@/lib/clock";
import type { WorkerEnv } from "@/lib/env";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import type { ScenarioName } from "@/sandbox/world/seed";
import { decideRetry } from "@/workers/connectors/retry";
import { openConnectors } from "@/workers/credentials/open-connectors";
import type { Engine } from "@/workers/sync/run/engine";
import { openTools, type WorkerTools } from "@/workers/tools";
import { seedDemo } from "../demo/seed";
import { makeSecrets } from "../services/secrets";
import { createTestDatabase, type TestDatabase } from "./database";
import { type RigRuns, rigRuns } from "./rig-runs";
import { SandboxControl } from "./sandbox-control";

/** A month that every test means when it does not care: the newest that PRISM has invoiced. */
export const testUsageMonth = "2026-10-01";

/** The product without its processes: a database, the sandboxes, the demo organisation, the worker's engine. */
export type Rig = RigRuns & {
  db: Database;
  database: TestDatabase;
  sandbox: Sandbox;
  control: SandboxControl;
  tools: WorkerTools;
  orgId: string;
  programSync: typeof programSyncs.$inferSelect;
  status: (kind: SyncKind) => Promise<typeof syncStatus.$inferSelect | undefined>;
  close: () => Promise<void>;
};

export type FinishedRun = typeof syncRuns.$inferSelect;

export type RigOptions = {
  /** Names of the customers whose sync is on; all that are mapped unless given. Fewer make a test quicker. */
  customers?: string[];
  engine?: Partial<Omit<Engine, "db" | "log">>;
  /** Shortens the waits of reads and runs that are tried again to this; nothing is left out. */
  longestWaitMs?: number;
};

export async function startRig(scenario: ScenarioName = "clean", options: RigOptions = {}): Promise<Rig> {
  const database = await createTestDatabase();
  const sandbox = await startSandbox({ scenario, newestUsageMonth: testUsageMonth });
  const env = await seedRig(database, sandbox, scenario);
  const tools = openTools(env, "scripts");
  Object.assign(tools.engine, impatient(env, options.longestWaitMs ?? 0.02 * SECOND), options.engine);
  const { db } = tools.database;
  const programSync = await prepareSync(database.ownerUrl, options.customers);
  const { orgId } = programSync;
  return {
    ...rigRuns(tools.engine, programSync),
    db,
    database,
    sandbox,
    control: new SandboxControl(sandbox.endpoints.control),
    tools,
    orgId,
    programSync,
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

async function seedRig(
  database: TestDatabase,
  { endpoints }: Sandbox,
  scenario: ScenarioName,
): Promise<WorkerEnv> {
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
  return {
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
}

function impatient(env: WorkerEnv, longestMs: number): Pick<Engine, "openConnectors" | "decideRetry"> {
  const sleep = async (ms: number) => {
    await delay(Math.min(ms, longestMs));
  };
  return {
    openConnectors: (access, signal) => openConnectors(env, access, { sleep, signal }),
    decideRetry: (error, attempt) => {
      const decision = decideRetry(error, attempt);
      return { ...decision, waitMs: Math.min(decision.waitMs, longestMs) };
    },
  };
}

async function prepareSync(ownerUrl: string, names: string[] | undefined) {
  const owner = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    const [programSync] = await owner.db.select().from(programSyncs);
    if (!programSync) throw new Error("The demo organisation has no program sync.");
    if (names) {
      const others = owner.db
        .select({ id: customers.id })
        .from(customers)
        .where(notInArray(customers.name, names));
      await owner.db.update(mappings).set({ enabled: false }).where(inArray(mappings.customerId, others));
    }
    return programSync;
  } finally {
    await owner.close();
  }
}
