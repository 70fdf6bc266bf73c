import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, escapeLiteral } from "pg";
import { z } from "zod";
import { runCommand } from "../machine/commands";
import { findOrdinaryUser, giveFolder, type OrdinaryUser } from "../machine/ordinary-user";
import { freePort } from "../machine/ports";
import { findPostgresBinaries } from "../machine/postgres-binaries";
import { type RunningProcess, startProcess, tailOfLog } from "./processes";

export type PostgresOptions = {
  /** Made at the first start; the password and the port are remembered inside. */
  dataDir: string;
  logFile: string;
  runDir?: string;
  /** False only for throw-away data: a power cut may lose it, and everything is faster. */
  durable?: boolean;
  maxConnections?: number;
  /** More of PostgreSQL's own settings, or other ones. */
  settings?: Record<string, string>;
};

export type Postgres = {
  /** The database `prism_connect` as its owner, who may create roles and databases but is no superuser. */
  url: string;
  process: RunningProcess;
  stop: () => Promise<void>;
};

const settings = z.object({ password: z.string().min(20), port: z.int() });
type Settings = z.infer<typeof settings>;

const settingsFile = "prism-connect.json";
const superuser = "postgres";
const owner = "prism_owner";
const database = "prism_connect";

/** Starts the embedded PostgreSQL on 127.0.0.1 over `dataDir`, and waits until it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = findOrdinaryUser();
  const binaries = findPostgresBinaries();
  if (!existsSync(options.dataDir)) await createDataDir(options.dataDir, binaries.initdb, user);
  const { password, port: lastPort } = readSettings(options.dataDir);
  const port = await freePort(lastPort);
  writeSettings(options.dataDir, { password, port });
  if (user) giveFolder(options.dataDir, user);

  const [command = "", ...args] = [...(user?.prefix ?? []), binaries.postgres];
  const running = await startProcess({
    name: "postgres",
    command,
    args: [...args, "-D", options.dataDir, ...serverSettings(port, options)],
    logFile: options.logFile,
    runDir: options.runDir,
    // SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    stopSignal: "SIGINT",
    stopTimeoutMs: 15_000,
  });
  try {
    await prepareDatabase(
      running,
      `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
      password,
    );
  } catch (error) {
    await running.stop();
    throw error;
  }
  const url = `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`;
  return { url, process: running, stop: () => running.stop() };
}

async function createDataDir(dataDir: string, initdb: string, user: OrdinaryUser | undefined): Promise<void> {
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString("hex");
  const passwordFile = `${unfinished}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) giveFolder(unfinished, user);
  try {
    const [command = "", ...args] = [...(user?.prefix ?? []), initdb];
    const locale = ["--encoding=UTF8", "--locale=C"];
    const access = ["--auth=scram-sha-256", `--username=${superuser}`, `--pwfile=${passwordFile}`];
    await runCommand(command, [
      ...args,
      "-D",
      unfinished,
      ...locale,
      ...access,
      "--no-sync",
      "--no-instructions",
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeSettings(unfinished, { password, port: await freePort() });
  renameSync(unfinished, dataDir);
}

function serverSettings(port: number, options: PostgresOptions): string[] {
  const durable = options.durable ?? true;
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(options.maxConnections ?? 100),
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Waits for the server, then makes the owner and the database when they are missing. */
async function prepareDatabase(running: RunningProcess, url: string, password: string): Promise<void> {
  const client = await connectWhenReady(running, url);
  try {
    const role = await client.query("select from pg_roles where rolname = $1", [owner]);
    if (role.rowCount === 0) {
      await client.query(
        `create role ${owner} login createdb createrole password ${escapeLiteral(password)}`,
      );
      // Tests drop databases that still have sessions.
      await client.query(`grant pg_signal_backend to ${owner}`);
    }
    const found = await client.query("select from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${database} owner ${owner}`);
  } finally {
    await client.end();
  }
}

async function connectWhenReady(running: RunningProcess, connectionString: string): Promise<Client> {
  for (let attempt = 0; attempt < 600 && !running.hasExited(); attempt += 1) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch {
      await client.end().catch(() => undefined);
      await sleep(50);
    }
  }
  throw new Error(`PostgreSQL did not start. ${running.logFile} ends with:\n${tailOfLog(running.logFile)}`);
}

function readSettings(dataDir: string): Settings {
  try {
    return settings.parse(JSON.parse(readFileSync(path.join(dataDir, settingsFile), "utf8")));
  } catch (cause) {
    throw new Error(`${dataDir} is not a database of this program. Start afresh with --reset.`, { cause });
  }
}

function writeSettings(dataDir: string, values: Settings): void {
  writeFileSync(path.join(dataDir, settingsFile), JSON.stringify(values), { mode: 0o600 });
}
