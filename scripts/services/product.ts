import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { nextProgram } from "./build";
import { type RunningProcess, sizeOf, startProcess, tailOfLog } from "./processes";
import type { SandboxEndpoints } from "./sandboxes";
import type { ProductSecrets } from "./secrets";

export type ProductOptions = {
  /** The database as its owner; portal and worker get urls of their own roles from it. */
  ownerUrl: string;
  secrets: ProductSecrets;
  endpoints: SandboxEndpoints;
  portalPort: number;
  /** Without it the queue lives in the database. */
  redisUrl?: string;
  logsDir: string;
  runDir?: string;
  /** More settings, or other ones. */
  env?: Record<string, string>;
  /** The worker as its image has it, which `buildWorker` makes; from the sources unless told. */
  isBundled?: boolean;
};

/** Where people find the portal. */
export function portalUrl(port: number): string {
  return `http://localhost:${port}`;
}

/** The database as the portal and as the worker may use it. */
export function roleUrls(
  ownerUrl: string,
  secrets: ProductSecrets,
): { portalUrl: string; workerUrl: string } {
  const as = (role: string, password: string) => {
    const url = new URL(ownerUrl);
    url.username = role;
    url.password = password;
    return url.toString();
  };
  return {
    portalUrl: as("prism_portal", secrets.portalPassword),
    workerUrl: as("prism_worker", secrets.workerPassword),
  };
}

/** Starts the built portal on 127.0.0.1 and waits until it answers. */
export async function startPortal(options: ProductOptions): Promise<RunningProcess> {
  const { portalPort, secrets } = options;
  const running = await startProcess({
    name: "portal",
    command: process.execPath,
    args: [nextProgram, "start", "--hostname", "127.0.0.1", "--port", String(portalPort)],
    env: {
      ...process.env,
      ...sharedSettings(options),
      DATABASE_URL: roleUrls(options.ownerUrl, secrets).portalUrl,
      NEXTAUTH_SECRET: secrets.nextAuthSecret,
    },
    logFile: `${options.logsDir}/portal.log`,
    runDir: options.runDir,
  });
  await until(running, () => answers(`http://127.0.0.1:${portalPort}/sign-in`));
  return running;
}

/** The worker's settings; commands of the terminal use the same. */
export function workerSettings(options: Omit<ProductOptions, "logsDir" | "runDir">): Record<string, string> {
  const { secrets, endpoints } = options;
  return {
    ...sharedSettings(options),
    DATABASE_URL: roleUrls(options.ownerUrl, secrets).workerUrl,
    CREDENTIALS_PRIVATE_KEY: JSON.stringify(secrets.credentialsPrivateKey),
    PRISM_API_URL: endpoints.prism.api,
    PRISM_IDENTITY_URL: endpoints.prism.identity,
  };
}

/** Starts the worker and waits until it says that it works. */
export async function startWorker(options: ProductOptions): Promise<RunningProcess> {
  const logFile = `${options.logsDir}/worker.log`;
  const saidBefore = sizeOf(logFile);
  const running = await startProcess({
    name: "worker",
    command: process.execPath,
    args: options.isBundled
      ? ["--enable-source-maps", "dist/worker.js"]
      : ["--import", "tsx", "workers/main.ts"],
    env: { ...process.env, LOG_LEVEL: "info", ...workerSettings(options) },
    logFile,
    runDir: options.runDir,
    stopTimeoutMs: 15_000,
  });
  await until(running, () => readFileSync(logFile).subarray(saidBefore).includes("Worker started"));
  return running;
}

function sharedSettings(options: Omit<ProductOptions, "logsDir" | "runDir">): Record<string, string> {
  const { secrets, endpoints, redisUrl } = options;
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_URL: portalUrl(options.portalPort),
    CREDENTIALS_PUBLIC_KEY: JSON.stringify(secrets.credentialsPublicKey),
    RESEND_API_KEY: endpoints.mail.apiKey,
    RESEND_BASE_URL: endpoints.mail.url,
    MAIL_FROM: "PRISM Connect <sync@prism-connect.example>",
    SANDBOX: "1",
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    ...options.env,
  };
}

async function answers(url: string): Promise<boolean> {
  // Refused as long as nothing listens.
  const answer = await fetch(url, { redirect: "manual" }).catch(() => undefined);
  // An answer that is not read to its end holds its connection, and with it the portal's shutdown, for seconds.
  await answer?.arrayBuffer();
  return answer !== undefined && answer.status < 500;
}

/** Waits until a process is ready, at most a minute; ends it and throws with its last words when it is not. */
async function until(running: RunningProcess, isReady: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 60_000 && !running.hasExited(); waited += 100) {
    if (await isReady()) return;
    await sleep(100);
  }
  await running.stop();
  throw new Error(
    `The ${running.name} did not start. ${running.logFile} ends with:\n${tailOfLog(running.logFile)}`,
  );
}
