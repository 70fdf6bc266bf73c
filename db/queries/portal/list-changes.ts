import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import {
  auditEvents,
  connections,
  customers,
  products,
  programSyncs,
  programs,
  sources,
  syncRuns,
  users,
} from "@/db/schema";

/** What changes how later syncs turn out. */
export const changeActions = [
  "program_added",
  "program_settings_saved",
  "customer_mapped",
  "customer_unmapped",
  "connection_added",
  "connection_changed",
  "source_added",
  "source_changed",
  "product_linked",
  "product_unlinked",
  "item_excluded",
  "item_included",
  "time_zone_set",
] as const;

export type ChangeAction = (typeof changeActions)[number];
export type ChangeRow = Awaited<ReturnType<typeof listChanges>>[number];

/** More of one stretch of the history are not shown beside its runs; the audit has them all. */
export const mostChanges = 100;

/**
 * Changes of settings, mappings, links, exclusions and connections in a stretch of time (`from` included, `to` not; null: open), the newest
 * first, with who made them. `sync`: the slug of a program sync, whose own and whose customers', products' and lines' they are then.
 */
export async function listChanges(
  db: Database,
  asked: { orgId: string; sync?: string | undefined; from: Date | null; to: Date | null },
) {
  const { orgId, sync, from, to } = asked;
  const subject = sql`case when ${auditEvents.subject} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${auditEvents.subject}::uuid end`;
  /** A line is named by its key, and found by the run that its event tells. */
  const syncOfLine = sql`(select r.program_sync_id from ${syncRuns} r where r.org_id = ${orgId}
    and r.id = case when ${auditEvents.action} in ('item_excluded', 'item_included') then (${auditEvents.facts}->>'runId')::uuid end)`;
  const ofSync: SQL[] = sync
    ? [
        sql`(${programSyncs.slug} = ${sync} or exists (
          select from ${programSyncs} own where own.org_id = ${orgId} and own.slug = ${sync} and own.program_id = coalesce(${customers.programId}, ${products.programId})
        ))`,
      ]
    : [];
  return inOrg(db, orgId, (tx) =>
    tx
      .select({
        id: auditEvents.id,
        action: sql<ChangeAction>`${auditEvents.action}`,
        facts: auditEvents.facts,
        at: auditEvents.createdAt,
        by: sql<string | null>`coalesce(${users.name}, ${users.email})`,
        customerId: customers.id,
        customerName: customers.name,
        productName: products.name,
        programSlug: programSyncs.slug,
        programName: programs.name,
        connectionName: connections.name,
        sourceName: sources.name,
      })
      .from(auditEvents)
      .leftJoin(users, eq(users.id, auditEvents.actorId))
      .leftJoin(customers, and(eq(customers.orgId, orgId), sql`${customers.id} = ${subject}`))
      .leftJoin(products, and(eq(products.orgId, orgId), sql`${products.id} = ${subject}`))
      .leftJoin(
        programSyncs,
        and(eq(programSyncs.orgId, orgId), sql`${programSyncs.id} in (${subject}, ${syncOfLine})`),
      )
      .leftJoin(
        programs,
        and(
          eq(programs.orgId, orgId),
          or(
            eq(programs.id, programSyncs.programId),
            eq(programs.id, customers.programId),
            eq(programs.id, products.programId),
          ),
        ),
      )
      .leftJoin(connections, and(eq(connections.orgId, orgId), sql`${connections.id} = ${subject}`))
      .leftJoin(sources, and(eq(sources.orgId, orgId), sql`${sources.id} = ${subject}`))
      .where(
        and(
          eq(auditEvents.orgId, orgId),
          inArray(auditEvents.action, [...changeActions]),
          ...(from ? [gte(auditEvents.createdAt, from)] : []),
          ...(to ? [lt(auditEvents.createdAt, to)] : []),
          ...ofSync,
        ),
      )
      .orderBy(desc(auditEvents.createdAt), desc(auditEvents.id))
      .limit(mostChanges),
  );
}
