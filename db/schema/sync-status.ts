import { foreignKey, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, orgId, updatedAt } from "./columns";
import { programSyncs } from "./program-syncs";
import { type ItemOutcome, type RunCounts, runStatuses, syncKinds } from "./sync-runs";

/**
 * Keys that are outstanding for one reason, the gravest of each: how many, a customer to name, and the run and item that
 * say more. `outcome` is null where something went through with a warning that nobody has acknowledged yet.
 */
export type StandingCause = {
  outcome: ItemOutcome | null;
  runId: string;
  code: string;
  keys: number;
  itemId: string;
  customerName: string | null;
  customers: number;
  /** What the invoices have of them; a row of before this was summed has none. */
  cost?: InvoicedCost[];
};

/** Partner cost ex tax of something on invoices, by currency. */
export type InvoicedCost = { currency: string | null; cost: string | null };

/** The latest of each (program sync, kind): a dashboard card is one row. */
export const syncStatus = pgTable(
  "sync_status",
  {
    orgId: orgId(),
    programSyncId: uuid("program_sync_id").notNull(),
    kind: text("kind", { enum: syncKinds }).notNull(),
    lastRunId: uuid("last_run_id"),
    lastRunStatus: text("last_run_status", { enum: runStatuses }),
    lastStartedAt: instant("last_started_at"),
    lastFinishedAt: instant("last_finished_at"),
    counts: jsonb("counts").$type<RunCounts>(),
    /** Newest finish of a live run at which nothing was failed, held, unknown or unacknowledged. */
    lastSuccessfulAt: instant("last_successful_at"),
    /** What is outstanding over all runs, not only the last. */
    failed: integer("failed").notNull().default(0),
    held: integer("held").notNull().default(0),
    unknown: integer("unknown").notNull().default(0),
    warnings: integer("warnings").notNull().default(0),
    notMapped: integer("not_mapped").notNull().default(0),
    /** What is outstanding by cause, the most frequent first; customers without a mapping are left out. */
    causes: jsonb("causes").$type<StandingCause[]>().notNull().default([]),
    /** As the newest run found it that looked at everything and recorded them. */
    notMappedCost: jsonb("not_mapped_cost").$type<InvoicedCost[]>().notNull().default([]),
    /** Counts up whenever positions, decisions or acknowledgements may have changed: what was counted before is old. */
    standing: integer("standing").notNull().default(0),
    /** Set by the first failure mail, cleared by the recovery mail. */
    failingSince: instant("failing_since"),
    failingCauses: text("failing_causes"),
    failureMailedAt: instant("failure_mailed_at"),
    /** What the last review mail told of, so that only news is mailed. */
    reviewedCauses: text("reviewed_causes"),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.programSyncId, t.kind] }),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
  ],
);
