import { sql } from "drizzle-orm";
import {
  boolean,
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
import { day, id, instant, orgId } from "./columns";
import { connections } from "./connections";
import { programSyncs } from "./program-syncs";
import type { TimelineStep } from "./sync-items";

export const syncKinds = ["customers", "products"] as const;
export type SyncKind = (typeof syncKinds)[number];

export const syncModes = ["live", "preview"] as const;
export type SyncMode = (typeof syncModes)[number];

export const syncTriggers = ["schedule", "new_invoice", "person", "retry"] as const;
export type SyncTrigger = (typeof syncTriggers)[number];

export const runStatuses = [
  "queued",
  "running",
  "error",
  "warning",
  "success",
  "no_change",
  "cancelled",
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const itemOutcomes = [
  "applied",
  "planned",
  "unchanged",
  "held",
  "skipped",
  "failed",
  "unknown",
] as const;
export type ItemOutcome = (typeof itemOutcomes)[number];

/** How many items ended how; `warnings` counts those not acknowledged. For products `created` is a part of `applied`. */
export type RunCounts = Record<ItemOutcome, number> & { warnings: number; created: number };

/** What a run brought to the PSA, in partner cost ex tax; a preview's is what it would bring. */
export type RunMoney = { currency: string; applied: string; planned: string };

/** One execution. This row is the record; the queue only rings. */
export const syncRuns = pgTable(
  "sync_runs",
  {
    orgId: orgId(),
    id: id(),
    programSyncId: uuid("program_sync_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    kind: text("kind", { enum: syncKinds }).notNull(),
    mode: text("mode", { enum: syncModes }).notNull(),
    trigger: text("trigger", { enum: syncTriggers }).notNull(),
    /** The person who asked, when a person did. */
    requestedBy: uuid("requested_by"),
    /** The run whose items a retry takes up; itself, where some customers are looked at and nothing is taken up. */
    retryOf: uuid("retry_of"),
    status: text("status", { enum: runStatuses }).notNull().default("queued"),
    /** Counts up with every claim; writes carry it, so that a worker that lost its lease writes nothing. */
    epoch: integer("epoch").notNull().default(0),
    worker: text("worker"),
    /** Under which number its worker shows the database that it lives; null: only the lease tells. */
    presence: integer("presence"),
    leaseUntil: instant("lease_until"),
    queuedAt: instant("queued_at").notNull().default(sql`clock_timestamp()`),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
    /** A run that waits (for a quota, a PSA that is down) says until when and why. */
    resumesAt: instant("resumes_at"),
    waitReason: text("wait_reason"),
    /** The month whose partition holds this run's items. */
    itemMonth: day("item_month").notNull().default(sql`date_trunc('month', now())::date`),
    /** Newest usage period that the run dealt with. */
    periodStart: day("period_start"),
    periodEnd: day("period_end"),
    /** How often it was put back to wait after the PSA or PRISM could not be reached. */
    attempts: integer("attempts").notNull().default(0),
    /** When a worker last took it: the organisation that was served least recently is next. */
    claimedAt: instant("claimed_at"),
    /** How often in a row a worker left it without a word and without having got any further. */
    takeovers: integer("takeovers").notNull().default(0),
    /** How far it was at the last such takeover: what was recorded, and writes that were confirmed. */
    takenOverAt: integer("taken_over_at").notNull().default(0),
    progressDone: integer("progress_done").notNull().default(0),
    progressTotal: integer("progress_total"),
    counts: jsonb("counts").$type<RunCounts>(),
    /** Of a preview: counts up with every approval, so that the second of two people can be told. */
    planVersion: integer("plan_version").notNull().default(0),
    /** Of a run that writes approved lines: what it would write otherwise by now is written, too, and said. */
    plansAnew: boolean("plans_anew").notNull().default(false),
    /** The sums of its tie-outs by currency, so that a row of the history is one row. */
    money: jsonb("money").$type<RunMoney[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("sync_runs_one_active").on(t.orgId, t.connectionId).where(sql`status = 'running'`),
    uniqueIndex("sync_runs_one_queued")
      .on(t.orgId, t.programSyncId, t.kind, t.mode)
      .where(sql`status = 'queued' and retry_of is null and epoch = 0`),
    index("sync_runs_history").on(t.orgId, t.queuedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("sync_runs_by_sync").on(
      t.orgId,
      t.programSyncId,
      t.kind,
      t.queuedAt.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    index("sync_runs_served").on(t.orgId, t.claimedAt.desc()),
    index("sync_runs_open").on(t.queuedAt).where(sql`status in ('queued', 'running')`),
    foreignKey({
      columns: [t.orgId, t.programSyncId],
      foreignColumns: [programSyncs.orgId, programSyncs.id],
    }),
    foreignKey({ columns: [t.orgId, t.connectionId], foreignColumns: [connections.orgId, connections.id] }),
  ],
);

/**
 * What a line held before a run and after it; both ends of a step included, `to` null is open. `charges`: the references of
 * the charges that the run posted for its key; left out: none. What is billed by charges alone has no steps.
 */
export type Reversal = { before: TimelineStep[]; after: TimelineStep[]; charges?: string[] };

/**
 * A retry looks only at these keys, of which `customer:` and an id stand for all that the customer has; a run without rows
 * here looks at everything.
 */
export const runScopes = pgTable(
  "run_scopes",
  {
    orgId: orgId(),
    runId: uuid("run_id").notNull(),
    key: text("key").notNull(),
    /** What a person has approved for the key, and nothing else is written; null: whatever is planned. */
    approvedPlan: text("approved_plan"),
    /** What another run did to the key and is to be reversed; null: the invoices are followed. */
    reversal: jsonb("reversal").$type<Reversal>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.runId, t.key] }),
    foreignKey({ columns: [t.orgId, t.runId], foreignColumns: [syncRuns.orgId, syncRuns.id] }),
  ],
);
