import { setTimeout as delay } from "node:timers/promises";
import { and, eq, inArray, like, notInArray } from "drizzle-orm";
import { type Database, inOrg, openDatabase } from "@/db/client";
import {
  connections,
  customers,
  mappings,
  programSyncs,
  type SyncKind,
  type syncRuns,
  syncStatus,
} from "@/db/schema";
import { type Clock, SECOND, systemClock } from "@/lib/clock";
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

/** When a test begins by the worker's clock: soon after that invoice. */
export const testNow = "2026-11-05T00:00:00Z";

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
  /** The PSA of the program sync that the rig runs; ConnectWise unless given. */
  psa?: "connectwise" | "autotask";
  /** The beginning of the program sync's slug, where the scenario has several programs. */
  slug?: string;
  /** Settings of the program sync, as the portal would have saved them. */
  settings?: Partial<typeof programSyncs.$inferInsert>;
  /** Names of the customers whose sync is on; all that are mapped unless given. Fewer make a test quicker. */
  customers?: string[];
  engine?: Partial<Omit<Engine, "db" | "log">>;
  /** The server that its database is made on; that of all tests unless given. */
  serverUrl?: string;
  /** Shortens the waits of reads and runs that are tried again to this; nothing is left out. */
  longestWaitMs?: number;
};

export async function startRig(scenario: ScenarioName = "clean", options: RigOptions = {}): Promise<Rig> {
  const database = await createTestDatabase(options.serverUrl);
  const sandbox = await startSandbox({ scenario, newestUsageMonth: testUsageMonth });
  const env = await seedRig(database, sandbox, scenario, options);
  const tools = openTools(env, "scripts");
  const clock = clockFrom(testNow);
  Object.assign(
    tools.engine,
    { clock },
    impatient(env, options.longestWaitMs ?? 0.02 * SECOND),
    options.engine,
  );
  const { db } = tools.database;
  const programSync = await prepareSync(database.ownerUrl, options);
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
      const ofSync = and(eq(syncStatus.kind, kind), eq(syncStatus.programSyncId, programSync.id));
      const rows = await inOrg(db, orgId, (tx) => tx.select().from(syncStatus).where(ofSync));
      return rows[0];
    },
    close: async () => {
      await tools.database.close();
      await sandbox.stop();
      await database.drop();
    },
  };
}

/** Goes on from an instant as time does. */
export function clockFrom(instant: string): Clock {
  const ahead = Date.parse(instant) - Date.now();
  return { ...systemClock, now: () => new Date(Date.now() + ahead) };
}

async function seedRig(
  database: TestDatabase,
  { endpoints }: Sandbox,
  scenario: ScenarioName,
  { psa = "connectwise" }: RigOptions,
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
    psas: [psa],
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
    KEEP_ITEM_MONTHS: 25,
    PSA_HOST_SUFFIXES: [],
    SANDBOX: true,
  };
}

/** An engine's ways to wait, with short waits. */
export function impatient(
  env: WorkerEnv,
  longestMs: number,
): Pick<Engine, "openConnectors" | "decideRetry" | "rest"> {
  const sleep = async (ms: number) => {
    await delay(Math.min(ms, longestMs));
  };
  return {
    openConnectors: (access, signal, limits) => openConnectors(env, access, { sleep, signal, ...limits }),
    rest: { restsAfter: 3, firstRestMs: longestMs, longestRestMs: longestMs },
    decideRetry: (error, attempt) => {
      const decision = decideRetry(error, attempt);
      return { ...decision, waitMs: Math.min(decision.waitMs, longestMs) };
    },
  };
}

/** What a new program sync has, where the demo has chosen already. */
const settingsAtFirst = { azureEnabled: false, annualEnabled: false, chargeBillingCodeId: null };

async function prepareSync(
  ownerUrl: string,
  { psa = "connectwise", slug = "", customers: names, settings }: RigOptions,
) {
  const owner = openDatabase(ownerUrl, { maxConnections: 1 });
  try {
    const [found] = await owner.db
      .select({ id: programSyncs.id })
      .from(programSyncs)
      .innerJoin(connections, eq(connections.id, programSyncs.connectionId))
      .where(and(eq(connections.kind, psa), like(programSyncs.slug, `${slug}%`)))
      .orderBy(programSyncs.createdAt, programSyncs.slug);
    if (!found) throw new Error(`The demo organisation has no program sync with ${psa}.`);
    const [programSync] = await owner.db
      .update(programSyncs)
      .set({ ...settingsAtFirst, ...settings, version: 1 })
      .where(eq(programSyncs.id, found.id))
      .returning();
    if (!programSync) throw new Error("The program sync is gone.");
    if (names) {
      const others = owner.db
        .select({ id: customers.id })
        .from(customers)
        .where(notInArray(customers.name, names));
      await owner.db
        .update(mappings)
        .set({ enabled: false })
        .where(and(eq(mappings.programSyncId, programSync.id), inArray(mappings.customerId, others)));
    }
    return programSync;
  } finally {
    await owner.close();
  }
}
