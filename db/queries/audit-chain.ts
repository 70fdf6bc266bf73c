import { and, asc, eq, gt } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { auditStart, hashAuditEvent } from "@/db/commands/append-audit-event";
import { auditEvents } from "@/db/schema";

/** `brokenAt`: the id of the first event that does not fit. `lastHash`: that of the newest event. */
export type ChainCheck = { events: number; brokenAt: number | null; lastHash: string };

/**
 * Reads an organisation's audit events from the first on, a batch at a time. A changed, added or removed event shows,
 * save that the newest were removed: for that, compare `lastHash` and the count with what was noted earlier.
 */
export async function checkAuditChain(db: Database, orgId: string, batch = 1_000): Promise<ChainCheck> {
  return inOrg(db, orgId, async (tx) => {
    const check: ChainCheck = { events: 0, brokenAt: null, lastHash: auditStart };
    let after = -1;
    for (;;) {
      const events = await tx
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.orgId, orgId), gt(auditEvents.id, after)))
        .orderBy(asc(auditEvents.id))
        .limit(batch);
      for (const event of events) {
        const fits = event.previousHash === check.lastHash && event.hash === hashAuditEvent(event);
        if (!fits) check.brokenAt ??= event.id;
        check.lastHash = event.hash;
        after = event.id;
      }
      check.events += events.length;
      if (events.length < batch) return check;
    }
  });
}
