import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Client, escapeIdentifier } from "pg";
import { migrateDatabase } from "@/db/migrate";

export type TestDatabase = {
  ownerUrl: string;
  portalUrl: string;
  workerUrl: string;
  /** Ends every session of the database and drops it. */
  drop: () => Promise<void>;
};

/**
 * A migrated, empty database of its own. Copied from a template that the first caller of this schema version makes;
 * an advisory lock lets the others wait. Needs the PostgreSQL that `npm test` starts (TEST_DATABASE_URL, its owner),
 * or another one that is named.
 */
export async function createTestDatabase(server = serverUrl()): Promise<TestDatabase> {
  return asOwner(server, async (client) =>
    copyTemplate(server, client, await prepareTemplate(server, client)),
  );
}

/** A copy with everything that is in it. Nobody may be connected to the one that is copied. */
export async function copyTestDatabase({ ownerUrl }: TestDatabase): Promise<TestDatabase> {
  const server = serverUrl();
  return asOwner(server, (client) => copyTemplate(server, client, new URL(ownerUrl).pathname.slice(1)));
}

async function copyTemplate(server: string, client: Client, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`);
  return {
    ...urlsOf(server, name),
    drop: () =>
      asOwner(server, async (client) => {
        await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
      }),
  };
}

async function prepareTemplate(server: string, client: Client): Promise<string> {
  const journal = readFileSync(path.join(process.cwd(), "db/migrations/meta/_journal.json"));
  const template = `template_${createHash("sha256").update(journal).digest("hex").slice(0, 16)}`;
  await client.query("select pg_advisory_lock(hashtext('prism-connect-template'))");
  try {
    const found = await client.query("select from pg_database where datname = $1", [template]);
    if (found.rowCount === 0) await makeTemplate(server, client, template);
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('prism-connect-template'))");
  }
  return template;
}

/** Migrated under another name first, so that a half-made template is never taken for a whole one. */
async function makeTemplate(server: string, client: Client, template: string): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await client.query(`drop database if exists ${escapeIdentifier(unfinished)} with (force)`);
  await client.query(`create database ${escapeIdentifier(unfinished)}`);
  await migrateDatabase(urlsOf(server, unfinished));
  await client.query(
    `alter database ${escapeIdentifier(unfinished)} rename to ${escapeIdentifier(template)}`,
  );
}

async function asOwner<T>(server: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlsOf(server: string, database: string): Omit<TestDatabase, "drop"> {
  const as = (role?: string) => {
    const url = new URL(server);
    url.pathname = `/${database}`;
    if (role) url.username = role;
    return url.toString();
  };
  return { ownerUrl: as(), portalUrl: as("prism_portal"), workerUrl: as("prism_worker") };
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error("TEST_DATABASE_URL is not set: run database tests through `npm test`.");
  return url;
}
