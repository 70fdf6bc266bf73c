import { type Database, type OpenDatabase, openDatabase } from "@/db/client";
import { SECOND } from "@/lib/clock";
import { portalEnv } from "@/lib/env";

/** Kept on the process, so that a reload of the code in development goes on with the same pool. */
const kept = globalThis as typeof globalThis & { portalDatabase?: OpenDatabase };

/** The portal's database as the role prism_portal: one pool per process, opened at the first question. */
export function portalDatabase(): Database {
  kept.portalDatabase ??= openDatabase(portalEnv().DATABASE_URL, { silenceLimitMs: 20 * SECOND });
  return kept.portalDatabase.db;
}
