import { verifyAudit } from "./audit/verify-audit";

/**
 * Checks the audit of every organisation. Settings: DATABASE_URL is the database's owner's. Exits with 0 when every
 * chain holds, with 1 when one is broken, with 2 when it could not be read.
 */
const ownerUrl = process.env.DATABASE_URL;
if (!ownerUrl) {
  console.error("DATABASE_URL is not set: the database's owner, postgres://user:password@host:5432/name.");
  process.exit(2);
}
try {
  const { lines, intact } = await verifyAudit(ownerUrl);
  for (const line of lines) console.log(line);
  process.exitCode = intact ? 0 : 1;
} catch (error) {
  console.error(`The audit could not be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
