import { rmSync } from "node:fs";
import { migrateDatabase } from "@/db/migrate";
import { freePort } from "../machine/ports";
import type { Shutdown } from "../machine/shutdown";
import { buildPortal } from "../services/build";
import { startPostgres } from "../services/postgres";
import {
  type ProductOptions,
  portalUrl,
  roleUrls,
  startPortal,
  startWorker,
  workerSettings,
} from "../services/product";
import { type SandboxEndpoints, startSandboxes } from "../services/sandboxes";
import { moveConnections } from "./move-connections";
import type { DemoOptions } from "./options";
import { seedDemo } from "./seed";
import { openStage, type Stage } from "./stage";
import { type DemoPaths, type DemoState, keepSettings, keepState, saveState, throwAway } from "./state";

/** Starts everything in order, each step told with its seconds, and prints where to go. */
export async function bringUp(options: DemoOptions, paths: DemoPaths, shutdown: Shutdown): Promise<void> {
  const begun = performance.now();
  const stage = openStage(paths, shutdown);
  if (options.reset) await stage.next("Throwing the demo's data away", () => throwAway(paths));
  const state = await keepState(paths, options);
  rmSync(paths.logs, { recursive: true, force: true });

  const ownerUrl = await startDatabase(stage, paths, state);
  const endpoints = await startOutsideWorld(stage, paths, state, ownerUrl);
  await stage.next("Building the portal (only when it changed)", () => buildPortal(stage.placeOf("build")));

  const { secrets, scenario } = state;
  const portalPort = await freePort(options.port);
  const address = portalUrl(portalPort);
  const { signInUrl } = await stage.next("Filling in the demo organisation", () =>
    seedDemo({ ownerUrl, endpoints, portalUrl: address, secrets, scenario }),
  );
  const product: ProductOptions = {
    ownerUrl,
    secrets,
    endpoints,
    portalPort,
    redisUrl: process.env.REDIS_URL,
    logsDir: paths.logs,
    runDir: paths.run,
  };
  keepSettings(paths, workerSettings(product));
  const started = await stage.next("Starting the worker and the portal", () =>
    Promise.all([startWorker(product), startPortal(product)]),
  );
  for (const running of started) stage.keep(running);

  const isElsewhere = portalPort !== options.port;
  if (isElsewhere) console.log(`Port ${options.port} is taken: the portal is on ${portalPort}.`);
  console.log(`
Ready in ${((performance.now() - begun) / 1000).toFixed(1)} s. Ctrl-C ends everything; logs are in .data/logs.

Portal   ${address}
Mailbox  ${endpoints.mail.url}
Sign in  ${signInUrl}   (works once)
Control  ${endpoints.control}
`);
}

async function startDatabase(stage: Stage, paths: DemoPaths, { secrets }: DemoState): Promise<string> {
  const postgres = await stage.next("Starting PostgreSQL", () =>
    startPostgres({ dataDir: paths.postgres, ...stage.placeOf("postgres") }),
  );
  stage.keep(postgres.process);
  const ownerUrl = postgres.url;
  await stage.next("Bringing the database up to date", () =>
    migrateDatabase({ ownerUrl, ...roleUrls(ownerUrl, secrets) }),
  );
  return ownerUrl;
}

async function startOutsideWorld(
  stage: Stage,
  paths: DemoPaths,
  state: DemoState,
  ownerUrl: string,
): Promise<SandboxEndpoints> {
  const sandboxes = await stage.next("Starting PRISM, ConnectWise, Autotask and mail stand-ins", () =>
    startSandboxes({
      scenario: state.scenario,
      stateFile: paths.sandbox,
      ports: state.sandboxPorts,
      ...stage.placeOf("sandbox"),
    }),
  );
  stage.keep(sandboxes.process);
  const connectwiseUrl = sandboxes.endpoints.connectwise.url;
  const autotaskUrl = new URL(sandboxes.endpoints.autotask.url).origin;
  await moveConnections(ownerUrl, state.connectwiseUrl ?? connectwiseUrl, connectwiseUrl);
  await moveConnections(ownerUrl, state.autotaskUrl ?? autotaskUrl, autotaskUrl);
  saveState(paths, { ...state, connectwiseUrl, autotaskUrl });
  return sandboxes.endpoints;
}
