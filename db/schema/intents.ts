import { sql } from "drizzle-orm";
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, day, id, instant, orgId } from "./columns";
import { connections } from "./connections";

export const intentOperations = [
  "create_line",
  "change_line",
  "create_item",
  "change_item",
  "adjust_units",
  "extend_agreement",
  "create_charge",
] as const;
export type IntentOperation = (typeof intentOperations)[number];

export const intentStates = [
  "planned",
  "sent",
  "confirmed",
  "rejected",
  "unknown",
  /** Was never sent: an earlier write of the same item failed, or the run was given up. */
  "dropped",
  /** Read back and neither before nor desired: a person decides. */
  "held",
] as const;
export type IntentState = (typeof intentStates)[number];

/** Not settled yet: nothing else may be planned for the key. */
export const openIntentStates = ["planned", "sent", "unknown"] as const satisfies readonly IntentState[];

/**
 * A write that we mean to make, recorded before it is made, so that after any crash
 * it can be settled by reading the PSA.
 */
export const intents = pgTable(
  "intents",
  {
    orgId: orgId(),
    id: id(),
    connectionId: uuid("connection_id").notNull(),
    programSyncId: uuid("program_sync_id").notNull(),
    runId: uuid("run_id").notNull(),
    itemId: uuid("item_id").notNull(),
    /** `<subscription id>:<kind>`, `product:<product id>`, or `units:<contract id>:<item id>` for what keys share. */
    naturalKey: text("natural_key").notNull(),
    /** First day of the agreement line; 0001-01-01 for items, which have no days. */
    period: day("period").notNull(),
    /** Order within the item. */
    sequence: integer("sequence").notNull(),
    operation: text("operation", { enum: intentOperations }).notNull(),
    psaAgreementId: text("psa_agreement_id"),
    /** The line or item to change; null for a creation. */
    targetId: text("target_id"),
    before: jsonb("before"),
    desired: jsonb("desired").notNull(),
    bodyHash: text("body_hash").notNull(),
    epoch: integer("epoch").notNull(),
    state: text("state", { enum: intentStates }).notNull().default("planned"),
    sentAt: instant("sent_at"),
    settledAt: instant("settled_at"),
    /** The entity as the PSA answered it, or the kind of error. */
    answer: jsonb("answer"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("intents_one_open")
      .on(t.orgId, t.connectionId, t.naturalKey, t.period, t.operation)
      .where(sql`state in ('planned', 'sent', 'unknown')`),
    index("intents_open").on(t.orgId, t.connectionId).where(sql`state in ('planned', 'sent', 'unknown')`),
    index("intents_agreement").on(t.orgId, t.connectionId, t.psaAgreementId),
    index("intents_repeat").on(t.orgId, t.connectionId, t.settledAt).where(sql`desired->>'repeat' = 'true'`),
    index("intents_item").on(t.orgId, t.runId, t.itemId),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);
