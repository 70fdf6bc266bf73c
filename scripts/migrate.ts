import { migrateDatabase } from "@/db/migrate";

/**
 * Brings a database to this version. Settings: DATABASE_URL is its owner's; PORTAL_DATABASE_URL and
 * WORKER_DATABASE_URL are those of the two login roles, whose passwords are set to what stands in them.
 */
const ownerUrl = process.env.DATABASE_URL;
if (!ownerUrl) {
  console.error("DATABASE_URL is not set: the database's owner, postgres://user:password@host:5432/name.");
  process.exit(1);
}
await migrateDatabase({
  ownerUrl,
  portalUrl: process.env.PORTAL_DATABASE_URL,
  workerUrl: process.env.WORKER_DATABASE_URL,
});
console.log("The database is up to date.");
