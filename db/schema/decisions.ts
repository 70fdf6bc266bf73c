import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, orgId } from "./columns";
import { connections } from "./connections";
import { programSyncs } from "./program-syncs";

export const decisionChoices = ["approve", "reject", "keep", "confirm_end", "own_service"] as const;
export type DecisionChoice = (typeof decisionChoices)[number];

/** What a person decided of a held line. It belongs to (code, key, facts): other facts ask anew. The newest holds. */
export const decisions = pgTable(
  "decisions",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    key: text("key").notNull(),
    code: text("code").notNull(),
    factsHash: text("facts_hash").notNull(),
    choice: text("choice", { enum: decisionChoices }).notNull(),
    /** confirm_end: `date`, the last billed day; approve of a line without a customer: `customerId`. */
    details: jsonb("details").$type<Record<string, string>>().notNull().default({}),
    decidedBy: uuid("decided_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programSyncId, t.factsHash] }),
    index("decisions_key").on(t.orgId, t.programSyncId, t.key),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
  ],
);

export const endingStates = ["open", "done", "failed"] as const;

/**
 * A line of the PSA that a person wants ended: of a customer mapped anew or switched off, or another tool's line beside
 * ours. The next customers run ends it before anything else is planned.
 */
export const lineEndings = pgTable(
  "line_endings",
  {
    orgId: orgId(),
    id: id(),
    programSyncId: uuid("program_sync_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    psaAgreementId: text("psa_agreement_id").notNull(),
    psaLineId: text("psa_line_id").notNull(),
    /** The key whose share of the line ends. */
    key: text("key").notNull(),
    /** What a person reads. */
    title: text("title").notNull(),
    customerId: uuid("customer_id"),
    /** Last billed day; days that are invoiced already stay as they are. null: as early as nothing invoiced changes. */
    lastDay: day("last_day"),
    state: text("state", { enum: endingStates }).notNull().default("open"),
    requestedBy: uuid("requested_by").notNull(),
    createdAt: createdAt(),
    settledAt: instant("settled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("line_endings_open").on(t.orgId, t.programSyncId).where(sql`state = 'open'`),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);
