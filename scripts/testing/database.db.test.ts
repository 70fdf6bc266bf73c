import { Client } from "pg";
import { createTestDatabase } from "./database";

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("each database is migrated, its own, and gone when dropped", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.ownerUrl, "create table only_here (id int)");
  const tables = "select count(*)::int as n from pg_tables where tablename = ";
  expect(await query(one.ownerUrl, `${tables}'only_here'`)).toEqual([{ n: 1 }]);
  expect(await query(other.ownerUrl, `${tables}'only_here'`)).toEqual([{ n: 0 }]);
  expect(await query(other.ownerUrl, `${tables}'sync_runs'`)).toEqual([{ n: 1 }]);

  await Promise.all([one.drop(), other.drop()]);
  await expect(query(one.ownerUrl, "select 1")).rejects.toMatchObject({ code: "3D000" });
});

test("portal and worker come as roles of their own, and the owner is no superuser", async () => {
  const database = await createTestDatabase();
  const who =
    "select current_user as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user";
  const powers = { rolsuper: false, rolbypassrls: false };
  expect(await query(database.portalUrl, who)).toEqual([{ name: "prism_portal", ...powers }]);
  expect(await query(database.workerUrl, who)).toEqual([{ name: "prism_worker", ...powers }]);
  expect(await query(database.ownerUrl, who)).toEqual([{ name: "prism_owner", ...powers }]);
  await database.drop();
});

test("dropping ends sessions that a test left open", async () => {
  const database = await createTestDatabase();
  const forgotten = new Client({ connectionString: database.workerUrl });
  const errors: unknown[] = [];
  forgotten.on("error", (error) => errors.push(error));
  await forgotten.connect();
  const ended = new Promise((resolve) => forgotten.once("end", resolve));
  await database.drop();
  await ended;
  // 57P01: the server says that it ended the session on command.
  expect(errors[0]).toMatchObject({ code: "57P01" });
});
