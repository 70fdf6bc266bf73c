import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "@/db/client";
import { signIn } from "../bench/pages/sign-in";
import { freePort } from "../machine/ports";
import { buildPortal } from "../services/build";
import { type Postgres, startPostgres } from "../services/postgres";
import type { RunningProcess } from "../services/processes";
import { portalUrl, startPortal } from "../services/product";
import { makeSecrets } from "../services/secrets";
import { createTestDatabase, type TestDatabase } from "../testing/database";
import { addMember } from "../testing/members";
import { nowhere } from "../testing/nowhere";
import { startProxy, type TcpProxy } from "./proxy/proxy";
import { until } from "./stage/until";

jest.setTimeout(240_000);

/** A server of its own, which keeps what it has committed: it is going to be killed. */
const dir = mkdtempSync(path.join(tmpdir(), "prism-connect-portal-"));
const runDir = process.env.TEST_RUN_DIR;
const server = {
  dataDir: path.join(dir, "data"),
  logFile: path.join(dir, "postgres.log"),
  runDir,
  maxConnections: 40,
};
let postgres: Postgres;
let way: TcpProxy;
let database: TestDatabase;
let portal: RunningProcess;
let hasExited = false;
let origin: string;
let cookie: string;

beforeAll(async () => {
  await buildPortal({ logFile: path.join(dir, "build.log"), ...(runDir && { runDir }) });
  postgres = await startPostgres(server);
  database = await createTestDatabase(postgres.url);
  const owner = openDatabase(database.ownerUrl, { maxConnections: 1 });
  const person = { organisation: "Harbour IT", email: "ada@harbour.example", role: "admin" } as const;
  const { userId } = await addMember(owner.db, person);
  await owner.close();
  const portalPort = await freePort(3300);
  origin = `http://127.0.0.1:${portalPort}`;
  cookie = await signIn(database, portalUrl(portalPort), userId);
  const secrets = { ...makeSecrets(), portalPassword: new URL(database.portalUrl).password };
  way = await startProxy({ host: "127.0.0.1", port: Number(new URL(database.ownerUrl).port) });
  const ownerUrl = way.through(database.ownerUrl);
  portal = await startPortal({
    ownerUrl,
    secrets,
    endpoints: nowhere,
    portalPort,
    logsDir: dir,
    ...(runDir && { runDir }),
  });
  void portal.exited.then(() => {
    hasExited = true;
  });
});
afterAll(async () => {
  await portal?.stop();
  await way?.stop();
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A page as its person's browser asks for it; it is answered in the time that a database has to be reached, or fails. */
async function ask(place: string): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(30_000);
  const answer = await fetch(`${origin}${place}`, { headers: { cookie }, redirect: "manual", signal });
  return { status: answer.status, text: await answer.text() };
}

const statusOf = async (place: string) => (await ask(place)).status;

test("PostgreSQL killed under the portal: pages say that they failed, and all is well again when it is back", async () => {
  expect(await statusOf("/connections/new")).toBe(200);
  expect([await statusOf("/health/live"), await statusOf("/health/ready")]).toEqual([200, 200]);

  process.kill(postgres.process.pid, "SIGQUIT");
  await postgres.process.exited;
  const failed = await ask("/connections/new");
  expect(failed.status).toBe(500);
  // Neither an address nor a name of the database tells anybody anything.
  expect(failed.text).not.toMatch(/ECONNREFUSED|prism_portal|127\.0\.0\.1:\d+\/|select /);
  expect([await statusOf("/health/live"), await statusOf("/health/ready")]).toEqual([200, 503]);

  postgres = await startPostgres(server);
  await until("the portal is ready", async () => (await statusOf("/health/ready")) === 200);
  // The session is still the person's, and the process is still the same.
  expect(await statusOf("/connections/new")).toBe(200);
  expect(hasExited).toBe(false);
});

test("all sessions of the portal ended between two pages: the next one is answered as if nothing had been", async () => {
  expect(await statusOf("/connections/new")).toBe(200);
  const owner = openDatabase(database.ownerUrl, { maxConnections: 1 });
  await owner.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'prism_portal'",
  );
  await until("they are gone", async () => {
    const { rows } = await owner.pool.query("select from pg_stat_activity where usename = 'prism_portal'");
    return rows.length === 0;
  });
  await owner.close();
  expect(await statusOf("/connections/new")).toBe(200);
  expect(hasExited).toBe(false);
});

test("half-open: pages fail while connections lead nowhere, and are answered on new ones", async () => {
  expect(await statusOf("/connections/new")).toBe(200);
  await way.set({ kind: "half_open" });
  expect(await statusOf("/connections/new")).toBe(500);
  expect([await statusOf("/health/live"), await statusOf("/health/ready")]).toEqual([200, 503]);
  await way.set({ kind: "clear" });
  await until("the portal is ready", async () => (await statusOf("/health/ready")) === 200);
  expect(await statusOf("/connections/new")).toBe(200);
  expect(hasExited).toBe(false);
});
