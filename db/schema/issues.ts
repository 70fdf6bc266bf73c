import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, day, id, orgId } from "./columns";

export const severities = ["warning", "error", "held"] as const;
export type Severity = (typeof severities)[number];

/** A warning or an error on an item or, without one, on the run. Partitioned like the items. */
export const issues = pgTable(
  "issues",
  {
    orgId: orgId(),
    itemMonth: day("item_month").notNull(),
    id: id(),
    runId: uuid("run_id").notNull(),
    itemId: uuid("item_id"),
    /** A code of the issue catalogue. */
    code: text("code").notNull(),
    severity: text("severity", { enum: severities }).notNull(),
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    /** Says whether a later warning is this one: the hash of code, subject and facts. */
    factsHash: text("facts_hash").notNull(),
    acknowledged: boolean("acknowledged").notNull().default(false),
    /** The outside service's answer, cut and redacted. */
    rawAnswer: text("raw_answer"),
    /** A short reference that a person can quote. */
    reference: text("reference").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.itemMonth, t.id] }),
    index("issues_run").on(t.orgId, t.runId, t.code),
    index("issues_item").on(t.orgId, t.itemId),
    index("issues_of_run").on(t.orgId, t.runId).where(sql`item_id is null`),
  ],
);

/** A person has seen this warning; other facts are another warning. */
export const acknowledgements = pgTable(
  "acknowledgements",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    factsHash: text("facts_hash").notNull(),
    acknowledgedBy: uuid("acknowledged_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.programSyncId, t.factsHash] })],
);

/** A person took this key out of the sync, with a reason. */
export const exclusions = pgTable(
  "exclusions",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    key: text("key").notNull(),
    reason: text("reason").notNull(),
    expiresOn: day("expires_on"),
    excludedBy: uuid("excluded_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.programSyncId, t.key] })],
);
