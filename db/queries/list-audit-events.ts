import { and, asc, desc, eq, gt, inArray, lt, type SQL } from "drizzle-orm";
import { type Database, inOrg } from "@/db/client";
import { auditEvents, users } from "@/db/schema";
import { type AuditArea, auditAreas } from "@/lib/audit/areas";

export type AuditFilters = {
  area?: AuditArea;
  /** A person's id. */
  who?: string;
};

/** Ids of events; neither is the newest. */
export type AuditPlace = { after?: number; before?: number };

export type AuditRow = {
  id: number;
  at: Date;
  /** Address of who did it; null: the system itself, or nobody who is known. */
  actor: string | null;
  action: string;
  subject: string;
  facts: Record<string, string>;
};

export type AuditPage = { rows: AuditRow[]; newer: number | null; older: number | null };

/** The organisation's audit events, newest first. `after` goes on to older ones. */
export async function listAuditEvents(
  db: Database,
  asked: { orgId: string; filters: AuditFilters; place: AuditPlace; size?: number },
): Promise<AuditPage> {
  const { orgId, filters, place, size = 50 } = asked;
  const backwards = place.before !== undefined;
  const rows = await inOrg(db, orgId, (tx) =>
    tx
      .select({
        id: auditEvents.id,
        at: auditEvents.createdAt,
        actor: users.email,
        action: auditEvents.action,
        subject: auditEvents.subject,
        facts: auditEvents.facts,
      })
      .from(auditEvents)
      .leftJoin(users, eq(users.id, auditEvents.actorId))
      .where(and(eq(auditEvents.orgId, orgId), ...matching(filters), beyond(place)))
      .orderBy(backwards ? asc(auditEvents.id) : desc(auditEvents.id))
      .limit(size + 1),
  );
  const more = rows.length > size;
  const page = rows.slice(0, size);
  if (backwards) page.reverse();
  const hasNewer = backwards ? more : place.after !== undefined;
  const hasOlder = backwards || more;
  return {
    rows: page,
    newer: hasNewer ? (page.at(0)?.id ?? null) : null,
    older: hasOlder ? (page.at(-1)?.id ?? null) : null,
  };
}

function matching({ area, who }: AuditFilters): SQL[] {
  return [
    ...(area ? [inArray(auditEvents.action, [...auditAreas[area].actions])] : []),
    ...(who ? [eq(auditEvents.actorId, who)] : []),
  ];
}

function beyond({ after, before }: AuditPlace): SQL | undefined {
  if (before !== undefined) return gt(auditEvents.id, before);
  return after === undefined ? undefined : lt(auditEvents.id, after);
}
