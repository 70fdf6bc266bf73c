import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { organisations } from "@/db/schema";

/**
 * Sets the clock of an organisation, for schedules and display. False: the database does not know the zone, and a
 * schedule in it would stop every organisation's.
 */
export async function setTimeZone(
  tx: Transaction,
  { orgId, timeZone }: { orgId: string; timeZone: string },
): Promise<boolean> {
  const { rows } = await tx.execute(sql`select from pg_timezone_names where name = ${timeZone}`);
  if (rows.length === 0) return false;
  await tx.update(organisations).set({ timeZone }).where(eq(organisations.id, orgId));
  return true;
}
