import { asc, eq } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { auditStart, hashAuditEvent } from "@/db/commands/append-audit-event";
import { auditEvents } from "@/db/schema";

/** Reads an organisation's audit events from the first on. `brokenAt` is the id of the first that does not fit. */
export async function checkAuditChain(
  db: Database,
  orgId: string,
): Promise<{ events: number; brokenAt: number | null }> {
  const events = await inOrg(db, orgId, (tx) =>
    tx.select().from(auditEvents).where(eq(auditEvents.orgId, orgId)).orderBy(asc(auditEvents.id)),
  );
  let previous = auditStart;
  for (const event of events) {
    if (event.previousHash !== previous || event.hash !== hashAuditEvent(event)) {
      return { events: events.length, brokenAt: event.id };
    }
    previous = event.hash;
  }
  return { events: events.length, brokenAt: null };
}
