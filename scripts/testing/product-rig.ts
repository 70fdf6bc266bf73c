import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import type { ScenarioName, World } from "@/sandbox/world/seed";
import { seedDemo } from "../demo/seed";
import type { DemoPsa } from "../demo/seed-connections";
import { freePort } from "../machine/ports";
import type { RunningProcess } from "../services/processes";
import { type ProductOptions, portalUrl, startPortal, startWorker } from "../services/product";
import { makeSecrets } from "../services/secrets";
import { createTestDatabase } from "./database";
import { testUsageMonth } from "./rig";
import { SandboxControl } from "./sandbox-control";

/** The whole product as its users have it: portal and worker as processes, the sandboxes, a browser. */
export type ProductRig = {
  sandbox: Sandbox;
  control: SandboxControl;
  portalUrl: string;
  /** The database as its owner, for what no page makes. */
  ownerUrl: string;
  /** Opens the demo administrator's session once; works once. */
  signInUrl: string;
  /** A browser without any session, with scripts unless told. */
  openPage: (options?: BrowserContextOptions) => Promise<Page>;
  /** What the browser refused because of our policy, on any page so far. `stop` throws when there is any. */
  refusedByPolicy: string[];
  stop: () => Promise<void>;
};

type ProductRigOptions = {
  scenario: ScenarioName;
  /** Stands in for the scenario's. */
  world?: World;
  /** The PSAs that the demo organisation has; all unless given. */
  psas?: readonly DemoPsa[];
  redis?: boolean;
  /** More settings of portal and worker. */
  env?: Record<string, string>;
};

export async function startProduct(options: ProductRigOptions): Promise<ProductRig> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const rig = await bringUp(options, ends);
    return { ...rig, stop: () => stop().then(() => requireNone(rig.refusedByPolicy)) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function requireNone(refused: string[]): void {
  if (refused.length > 0) throw new Error(`The browser refused by policy:\n${refused.join("\n")}`);
}

async function bringUp(
  { scenario, world, redis, psas, env }: ProductRigOptions,
  ends: (() => Promise<unknown>)[],
): Promise<Omit<ProductRig, "stop">> {
  const logsDir = mkdtempSync(path.join(tmpdir(), "prism-connect-e2e-"));
  ends.push(async () => rmSync(logsDir, { recursive: true, force: true }));
  const database = await createTestDatabase();
  ends.push(database.drop);
  const sandbox = await startSandbox({
    scenario,
    newestUsageMonth: testUsageMonth,
    ...(world && { build: () => structuredClone(world) }),
  });
  ends.push(sandbox.stop);
  const { endpoints } = sandbox;
  const secrets = {
    ...makeSecrets(),
    portalPassword: new URL(database.portalUrl).password,
    workerPassword: new URL(database.workerUrl).password,
  };
  // Not one that is chosen first by everybody: between the choice and the start there are seconds.
  const portalPort = await freePort();
  const url = portalUrl(portalPort);
  const { ownerUrl } = database;
  const { signInUrl } = await seedDemo({
    ownerUrl,
    endpoints,
    portalUrl: url,
    secrets,
    scenario,
    newestUsageMonth: testUsageMonth,
    ...(world && { world }),
    ...(psas && { psas }),
  });
  const product: ProductOptions = {
    ownerUrl,
    secrets,
    endpoints,
    portalPort,
    logsDir,
    isBundled: true,
    ...(env && { env }),
    ...(redis && process.env.TEST_REDIS_URL && { redisUrl: process.env.TEST_REDIS_URL }),
  };
  const keep = (running: RunningProcess) => ends.push(running.stop);
  keep(await startWorker(product));
  keep(await startPortal(product));
  const browser = await startBrowser();
  ends.push(() => browser.close());
  const refusedByPolicy: string[] = [];
  return {
    sandbox,
    control: new SandboxControl(endpoints.control),
    portalUrl: url,
    ownerUrl,
    signInUrl,
    refusedByPolicy,
    openPage: async (contextOptions = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
      context.setDefaultTimeout(20_000);
      context.on("console", (message) => {
        if (/content security policy/i.test(message.text())) refusedByPolicy.push(message.text());
      });
      return context.newPage();
    },
  };
}

/** The browser alone, for what needs no product. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is not set: run these tests through `npm test`.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
