import path from "node:path";
import { runMigrations } from "bullmq";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, escapeIdentifier, escapeLiteral } from "pg";

export type MigrationUrls = { ownerUrl: string; portalUrl?: string; workerUrl?: string };

/** The schema of BullMQ's own tables, used when there is no Redis. */
const queueSchema = "queue";

const migrationsFolder = path.join(process.cwd(), "db/migrations");

/**
 * Brings the database to this version and gives the two login roles the passwords found in their urls.
 * Run as the owner. Safe to run again, and by two processes at once: an advisory lock lets one work.
 */
export async function migrateDatabase(urls: MigrationUrls): Promise<void> {
  const client = new Client({ connectionString: urls.ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('prism-connect-migrate'))");
    await migrate(drizzle(client), { migrationsFolder });
    await setPassword(client, "prism_portal", urls.portalUrl);
    await setPassword(client, "prism_worker", urls.workerUrl);
    await migrateQueue(client);
  } finally {
    await client.end();
  }
}

/** BullMQ makes its tables as the owner; the worker's role only uses them. */
async function migrateQueue(client: Client): Promise<void> {
  await runMigrations(client, queueSchema);
  for (const grant of [
    `grant usage on schema ${queueSchema} to prism_worker`,
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to prism_worker`,
    `grant usage on all sequences in schema ${queueSchema} to prism_worker`,
  ]) {
    await client.query(grant);
  }
}

async function setPassword(client: Client, role: string, url: string | undefined): Promise<void> {
  if (!url) return;
  const { username, password } = new URL(url);
  if (username !== role) throw new Error(`The url of ${role} names the user "${username}".`);
  await client.query(
    `alter role ${escapeIdentifier(role)} with login password ${escapeLiteral(decodeURIComponent(password))}`,
  );
}
