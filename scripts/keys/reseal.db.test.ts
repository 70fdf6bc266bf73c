import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { Client } from "pg";
import { type OpenDatabase, openDatabase } from "@/db/client";
import { connections, sources } from "@/db/schema";
import { keyIdOf, openSealed, seal } from "@/lib/seal";
import { makeSecrets } from "@/scripts/services/secrets";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { fillTables, insertRow, readOrgTables } from "@/scripts/testing/fill-tables";
import { resealAll, sealedColumns } from "./reseal";

const former = makeSecrets();
const newest = makeSecrets();
const keys = [newest.credentialsPrivateKey, former.credentialsPrivateKey] as const;
const orgIds = ["aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"];

let database: TestDatabase;
let owner: Client;
let opened: OpenDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  opened = openDatabase(database.ownerUrl, { maxConnections: 1 });
  const tables = await readOrgTables(owner);
  for (const id of orgIds) {
    const organisation = { id, name: id, time_zone: "Australia/Sydney" };
    await insertRow(owner, { name: "organisations" }, organisation);
    const user = await insertRow(owner, { name: "users" }, { email: `person@${id}.example` });
    await fillTables(owner, tables, id, { organisations: organisation, users: user });
  }
  for (const { table, column } of sealedColumns) {
    const { rows } = await owner.query(`select org_id, id from ${table}`);
    for (const { org_id: orgId, id } of rows) {
      const sealed = await seal(former.credentialsPublicKey, { orgId, subject: id }, { of: id });
      await owner.query(`update ${table} set ${column} = $1 where id = $2`, [sealed, id]);
    }
  }
});
afterEach(async () => {
  await opened.close();
  await owner.end();
  await database.drop();
});

async function sealedTexts() {
  const all: { orgId: string; id: string; sealed: string }[] = [];
  for (const { table, column } of sealedColumns) {
    const { rows } = await owner.query(
      `select org_id as "orgId", id, ${column} as sealed from ${table} order by id`,
    );
    all.push(...rows);
  }
  return all;
}

test("everything of every organisation is sealed to the new key, and the former one is needed no more", async () => {
  const done = await resealAll(owner, keys);
  expect(done.map(({ resealed, unopened }) => [resealed, unopened])).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
  ]);
  for (const { orgId, id, sealed } of await sealedTexts()) {
    const binding = { orgId, subject: id };
    expect(await openSealed(newest.credentialsPrivateKey, binding, sealed)).toEqual({ of: id });
    await expect(openSealed(former.credentialsPrivateKey, binding, sealed)).rejects.toThrow();
  }
});

test("a second time changes nothing", async () => {
  await resealAll(owner, keys);
  const before = await sealedTexts();
  expect((await resealAll(owner, keys)).map(({ resealed, already }) => [resealed, already])).toEqual([
    [0, 2],
    [0, 2],
    [0, 2],
  ]);
  expect(await sealedTexts()).toEqual(before);
});

test("what was moved to another organisation or sealed to a lost key is left alone and counted", async () => {
  const lost = makeSecrets();
  const [first] = await opened.db.select().from(connections);
  const [second] = await opened.db.select().from(sources);
  if (!first || !second) throw new Error("There is nothing sealed.");
  const elsewhere = await seal(former.credentialsPublicKey, { orgId: "other", subject: first.id }, "x");
  const unknown = await seal(lost.credentialsPublicKey, { orgId: second.orgId, subject: second.id }, "x");
  await opened.db
    .update(connections)
    .set({ sealedCredentials: elsewhere })
    .where(eq(connections.id, first.id));
  await opened.db.update(sources).set({ sealedCredentials: unknown }).where(eq(sources.id, second.id));
  expect((await resealAll(owner, keys)).map(({ unopened }) => unopened)).toEqual([1, 1, 0]);
  const kept = (await sealedTexts()).map(({ sealed }) => sealed);
  expect(kept).toEqual(expect.arrayContaining([elsewhere, unknown]));
});

// Second factors are the portal's own affair: it seals them with a key of its own, and opens them to check a code.
test("no other column holds what is sealed to the worker", async () => {
  const { rows } = await owner.query(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name like 'sealed%'
       and table_name <> 'second_factors' order by 1, 2`,
  );
  expect(rows).toEqual([...sealedColumns].sort((one, other) => one.table.localeCompare(other.table)));
});

test("the command tells what it did, and fails when something could not be opened", async () => {
  const rotate = (formerKey: object) =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "scripts/keys/rotate.ts"], {
      env: {
        ...process.env,
        DATABASE_URL: database.ownerUrl,
        CREDENTIALS_PRIVATE_KEY: JSON.stringify(newest.credentialsPrivateKey),
        CREDENTIALS_FORMER_PRIVATE_KEY: JSON.stringify(formerKey),
      },
    });
  await expect(rotate(makeSecrets().credentialsPrivateKey)).rejects.toMatchObject({ code: 1 });
  const { stdout } = await rotate(former.credentialsPrivateKey);
  expect(stdout).toContain("connections: 2 resealed, 0 already, 0 that neither key opens");
  expect(stdout).not.toContain(newest.credentialsPrivateKey.d);
  expect((await sealedTexts()).map(({ sealed }) => keyIdOf(sealed))).toEqual(
    Array(6).fill(newest.credentialsPublicKey.kid),
  );
});
