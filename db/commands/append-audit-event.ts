import { createHash } from "node:crypto";
import { desc, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvents } from "@/db/schema";

/** What was done and to what; facts hold ids, names and old and new values, never a secret. */
export type AuditEntry = { action: string; subject: string; facts?: Record<string, string> };

export type AuditedBy = { orgId: string; actorId: string | null };

/** The hash before the first event of an organisation. */
export const auditStart = "0".repeat(64);

/**
 * Adds an event to the organisation's chain: its hash covers the event and the hash before it, so that a row that was
 * changed or removed shows. Call it last in the transaction, for it holds the chain until the commit.
 */
export async function appendAuditEvent(tx: Transaction, by: AuditedBy, entry: AuditEntry): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${by.orgId}`}, 0))`);
  const [previous] = await tx
    .select({ hash: auditEvents.hash })
    .from(auditEvents)
    .where(eq(auditEvents.orgId, by.orgId))
    .orderBy(desc(auditEvents.id))
    .limit(1);
  const { rows } = await tx.execute<{ now: string }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::text as now`,
  );
  const event = {
    ...by,
    action: entry.action,
    subject: entry.subject,
    facts: entry.facts ?? {},
    previousHash: previous?.hash ?? auditStart,
    createdAt: new Date(Number(rows[0]?.now)),
  };
  await tx.insert(auditEvents).values({ ...event, hash: hashAuditEvent(event) });
}

export type HashedFields = {
  orgId: string;
  actorId: string | null;
  action: string;
  subject: string;
  facts: Record<string, string>;
  previousHash: string;
  createdAt: Date;
};

/** SHA-256 over the event's fields in a fixed order, facts by name. */
export function hashAuditEvent(event: HashedFields): string {
  const facts = Object.entries(event.facts).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const fields = [
    event.previousHash,
    event.orgId,
    event.actorId,
    event.action,
    event.subject,
    facts,
    event.createdAt.toISOString(),
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex");
}
