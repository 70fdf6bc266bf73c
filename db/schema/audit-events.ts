import { sql } from "drizzle-orm";
import { bigserial, foreignKey, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, orgId } from "./columns";
import { organisations } from "./organisations";

/** Who changed what. Rows are only ever added (the database grants nothing else) and chained by hash. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    orgId: orgId(),
    /** null: the system itself. */
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("audit_events_org").on(t.orgId, t.id.desc().nullsFirst()),
    index("audit_events_actor").on(t.orgId, t.actorId, t.id),
    index("audit_events_removed").on(t.orgId, t.subject, t.id.desc()).where(sql`action = 'member_removed'`),
    index("audit_events_time").on(t.orgId, t.createdAt.desc().nullsFirst()),
    foreignKey({ columns: [t.orgId], foreignColumns: [organisations.id] }),
  ],
);
