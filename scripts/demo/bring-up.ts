import { rmSync } from "node:fs";
import path from "node:path";
import { migrateDatabase } from "@/db/migrate";
import { freePort } from "../machine/ports";
import type { Shutdown } from "../machine/shutdown";
import { step } from "../machine/steps";
import { buildPortal } from "../services/build";
import { startPostgres } from "../services/postgres";
import { type RunningProcess, tailOfLog } from "../services/processes";
import {
  type ProductOptions,
  portalUrl,
  roleUrls,
  startPortal,
  startWorker,
  workerSettings,
} from "../services/product";
import { startSandboxes } from "../services/sandboxes";
import { moveConnections } from "./move-connections";
import type { DemoOptions } from "./options";
import { seedDemo } from "./seed";
import { type DemoPaths, keepSettings, keepState, saveState, throwAway } from "./state";

/** Starts everything in order, each step told with its seconds, and prints where to go. */
export async function bringUp(options: DemoOptions, paths: DemoPaths, shutdown: Shutdown): Promise<void> {
  const started = performance.now();
  const next = <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    if (shutdown.hasBegun()) throw new Error("The demo is ending.");
    return step(name, work);
  };
  const keep = (running: RunningProcess) => {
    shutdown.add(running.stop);
    tellDeath(running, shutdown);
  };
  if (options.reset) await next("Throwing the demo's data away", () => throwAway(paths));
  const state = await keepState(paths, options);
  const { scenario, secrets, sandboxPorts } = state;
  rmSync(paths.logs, { recursive: true, force: true });
  const log = (name: string) => ({ logFile: path.join(paths.logs, `${name}.log`), runDir: paths.run });

  const postgres = await next("Starting PostgreSQL", () =>
    startPostgres({ dataDir: paths.postgres, ...log("postgres") }),
  );
  keep(postgres.process);
  const ownerUrl = postgres.url;
  await next("Bringing the database up to date", () =>
    migrateDatabase({ ownerUrl, ...roleUrls(ownerUrl, secrets) }),
  );
  const sandboxes = await next("Starting PRISM, ConnectWise and mail stand-ins", () =>
    startSandboxes({ scenario, stateFile: paths.sandbox, ports: sandboxPorts, ...log("sandbox") }),
  );
  keep(sandboxes.process);
  const { endpoints } = sandboxes;
  const connectwiseUrl = endpoints.connectwise.url;
  await moveConnections(ownerUrl, state.connectwiseUrl ?? connectwiseUrl, connectwiseUrl);
  saveState(paths, { ...state, connectwiseUrl });

  await next("Building the portal (only when it changed)", () => buildPortal(log("build")));
  const portalPort = await freePort(options.port);
  const address = portalUrl(portalPort);
  const { signInUrl } = await next("Filling in the demo organisation", () =>
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
  keep(await next("Starting the worker", () => startWorker(product)));
  keep(await next("Starting the portal", () => startPortal(product)));

  if (portalPort !== options.port)
    console.log(`Port ${options.port} is taken: the portal is on ${portalPort}.`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`
Ready in ${seconds} s. Ctrl-C ends everything; logs are in .data/logs.

Portal   ${address}
Mailbox  ${endpoints.mail.url}
Sign in  ${signInUrl}   (works once)
Control  ${endpoints.control}
`);
}

function tellDeath(running: RunningProcess, shutdown: Shutdown): void {
  void running.exited.then(({ code, signal }) => {
    if (shutdown.hasBegun()) return;
    const log = path.relative(process.cwd(), running.logFile);
    console.error(
      `\nThe ${running.name} has ended by itself (${signal ?? `code ${code}`}). ${log} ends with:\n${tailOfLog(running.logFile)}\nStop with Ctrl-C and start again.`,
    );
  });
}
