import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { endLeftovers } from "../machine/process-table";
import { type Postgres, startPostgres } from "./postgres";

const folder = mkdtempSync(path.join(tmpdir(), "postgres of a test "));
const dataDir = path.join(folder, "data");
const runDir = path.join(folder, "run");
const start = () => startPostgres({ dataDir, logFile: path.join(folder, "log"), runDir });
afterAll(() => rmSync(folder, { recursive: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function using(work: (postgres: Postgres) => Promise<void>): Promise<void> {
  const postgres = await start();
  try {
    await work(postgres);
  } finally {
    await postgres.stop();
  }
}

test("data, password and port survive a restart, and nobody comes in without the password", async () => {
  let firstUrl = "";
  await using(async ({ url }) => {
    firstUrl = url;
    await query(url, "create table kept as select 41 as n");
    const settings =
      "select current_setting('server_encoding') as encoding, current_setting('timezone') as zone";
    expect(await query(url, settings)).toEqual([{ encoding: "UTF8", zone: "UTC" }]);
    await expect(query(url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toMatchObject({
      code: "28P01",
    });
  });
  await using(async ({ url }) => {
    expect(url).toBe(firstUrl);
    expect(await query(url, "select n from kept")).toEqual([{ n: 41 }]);
  });
});

test("after its launcher was killed, the next start ends it and goes on with its data", async () => {
  const left = await start();
  await query(left.url, "create table written_before as select 1 as n");
  expect(await endLeftovers(runDir)).toEqual(["postgres"]);
  await left.process.exited;
  await using(async ({ url }) => {
    expect(await query(url, "select n from written_before")).toEqual([{ n: 1 }]);
  });
});

test("a server killed outright leaves nothing that the next start stumbles over", async () => {
  const killed = await start();
  await query(killed.url, "create table committed as select 1 as n");
  process.kill(killed.process.pid, "SIGKILL");
  await killed.process.exited;
  await using(async ({ url }) => {
    expect(await query(url, "select n from committed")).toEqual([{ n: 1 }]);
  });
});

test("a server that cannot start says why", async () => {
  const file = path.join(dataDir, "PG_VERSION");
  const version = readFileSync(file);
  writeFileSync(file, "9.6\n");
  await expect(start()).rejects.toThrow(/did not start[\s\S]*initialized by PostgreSQL version 9\.6/);
  writeFileSync(file, version);
});
